import type { Channel, ChannelKey } from './channel.ts'
import type { Decoder } from './decoder.ts'
import type { FinishedRun, Found, Host, Inspection, InteractiveRun } from './host.ts'
import type { Invocation } from './invocation.ts'
import type { McpClient } from './mcp-client.ts'
import type { RunRequest } from './request.ts'

/** Which model ids belong to a backend. */
export interface ModelRules {
  /** Ids for model lists, newest first. */
  readonly known: readonly string[]
  /** Patterns that route a model id here; `*` stands for any characters. Case-insensitive. */
  readonly patterns: readonly string[]
  /** Short names that this plugin, not the CLI, translates. */
  readonly aliases?: Readonly<Record<string, string>>
}

/** How many values a flag takes: none, one, or all that follow up to the next flag. */
export type FlagArity = 0 | 1 | 'many'

/** Extra flags that a caller may pass to the CLI, with their arity. Everything else is refused. */
export type FlagPolicy = Readonly<Record<`-${string}`, FlagArity>>

/** Variables of a backend's CLI. */
export interface BackendEnvironment {
  /**
   * Variables that this CLI needs beside PATH, HOME, proxies and certificates: passed on also where the host passes on little
   * (there a `*` at the end stands for any characters), and where another plugin lists them as its secrets.
   */
  readonly uses: readonly string[]
  /** Names that hold secrets of this CLI: other backends' children do not get them. The same list stands in the manifest. */
  readonly secrets: readonly string[]
  /** Variables by which the CLI notices that it runs inside itself; removed from its environment. */
  readonly markers?: readonly string[]
}

/** What a backend can do. The host refuses a request that needs more, before anything starts. */
export interface Capabilities {
  /** Goes on with an earlier conversation. */
  readonly resume: boolean
  /** Starts a new conversation from an earlier one. */
  readonly fork: boolean
  /** Yields the answer piece by piece. */
  readonly deltas: boolean
  /** Yields `thinking` events. */
  readonly reasoning: boolean
  /** `native`: has its own place for a system prompt. `prompt`: it is put before the prompt, with a warning. */
  readonly system_prompt: 'native' | 'prompt' | false
  readonly history: boolean
  readonly images: boolean
  readonly json_schema: boolean
  readonly max_turns: boolean
  /** Can be told how much the model may think (`options.effort`). */
  readonly effort: boolean
  readonly allowed_tools: boolean
  readonly allowed_dirs: boolean
  readonly client_tools: boolean
  readonly approvals: boolean
  readonly interactive: boolean
  readonly channel: boolean
}

/**
 * A backend: one AI command line, described. It says what to start and how to read the output; only the host starts
 * processes. Lifecycle: the module is imported when the backend is first asked for; `find` locates the CLI; for each run
 * `command` describes the process and `decoder` reads it. Members hold no state between runs.
 */
export interface Backend {
  /** The version of this contract. */
  readonly contract: 1
  /** `^[a-z][a-z0-9-]*$`, as in the manifest. */
  readonly name: string
  /** For people: "Claude Code". */
  readonly title: string
  /** Who makes it; `owned_by` in model lists. */
  readonly vendor: string
  /** How a person installs the CLI, one shell line. */
  readonly install: string
  readonly models: ModelRules
  readonly flags: FlagPolicy
  readonly env: BackendEnvironment
  readonly limits: {
    /** Longest prompt in UTF-16 code units (system prompt included where it travels with the prompt). Longer ones are refused before a process starts. */
    readonly prompt_chars: number
  }
  /** What it can do; what is absent it cannot. */
  readonly capabilities: Partial<Capabilities>
  /** Where the CLI is, or undefined. File look-ups only; cached for 30 s. */
  find(host: Host): Promise<Found | undefined>
  /** Version and health of a CLI. May run helper commands; never on the way of a prompt. */
  inspect(host: Host, found: Found): Promise<Inspection>
  /** What files around one request tell (what lies in its `cwd`, say) and `command` needs. File look-ups only, nothing is written. */
  survey?(host: Host, request: RunRequest): Promise<unknown>
  /**
   * What to start for a request. Pure: no file is read, nothing is started; a dry run prints it. `found` is absent in a dry
   * run without the CLI, `survey` when the backend has no survey or it found nothing. Throws `ClinvkError` (`unsupported`)
   * for an option that this CLI cannot honour.
   */
  command(request: RunRequest, found?: Found, survey?: unknown): Invocation
  /** A reader for the output of one run. */
  decoder(request: RunRequest): Decoder
  /**
   * The CLI's own screen, to be run on a terminal. Only with `capabilities.interactive`. As pure as `command`; the options mean
   * the same, but the person can be asked. Throws `unsupported` for an option that the screen cannot honour, and for a prompt.
   */
  interactive?(request: RunRequest, found: Found): Invocation
  /**
   * The CLI's id of the conversation in which a screen of `interactive` ended, so that the next run can go on with it. File
   * look-ups only. Undefined: nothing was said, so there is nothing to go on with.
   */
  nativeSession?(host: Host, run: InteractiveRun): Promise<string | undefined>
  /** A long-lived process that serves many turns. Only with `capabilities.channel`. Experimental. */
  channel?(host: Host, key: ChannelKey): Promise<Channel>
  /** Removes what an ephemeral run left behind, where the CLI has no flag for it. */
  forget?(host: Host, run: FinishedRun): Promise<void>
  /** How the CLI is told of MCP servers, where it is an MCP client: for `clinvk mcp install`. */
  readonly mcpClient?: McpClient
}
