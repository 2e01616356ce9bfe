/** A piece of what the person says. Only backends whose `capabilities.images` is true are handed images. */
export type InputPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly media_type: string; /** Base64. */ readonly data: string }

/** Who is asked before the CLI does what its sandbox does not already allow. */
export type ApprovalMode = 'default' | 'auto' | 'none' | 'always'

/** What the CLI may do to the machine. */
export type SandboxMode = 'default' | 'read-only' | 'workspace' | 'full'

/** How much the model may think before it answers, from least to most. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** The options that mean the same for every backend. A backend that cannot honour one throws `unsupported` from `command`. */
export interface RunOptions {
  /** Passed to the CLI unchanged; absent means the CLI's own default. */
  readonly model?: string
  readonly approval_mode: ApprovalMode
  readonly sandbox_mode: SandboxMode
  /** Replaces (or, where the CLI cannot, is added to) the CLI's own system prompt. */
  readonly system_prompt?: string
  /** Model steps at most; absent means no limit of ours. */
  readonly max_turns?: number
  /** The nearest that the CLI has; absent: its own default. Only for backends whose `capabilities.effort` is true: others are not told. */
  readonly effort?: Effort
  /** Tools that may run without asking, in the CLI's own spelling. */
  readonly allowed_tools?: readonly string[]
  /** Directories beside `cwd` that the CLI may use. Absolute. */
  readonly allowed_dirs?: readonly string[]
  /** Flags for the CLI itself, already checked against the backend's flag policy. */
  readonly extra_flags: readonly string[]
  /** How often the CLI may repeat a failed request to its model. The CLIs' own defaults hang for minutes. */
  readonly max_retries: number
}

/** Which conversation of the CLI a run goes on with. */
export interface Resume {
  /** The CLI's own id, from an earlier `init` event. */
  readonly backend_session_id: string
  /** True: start a new conversation with the history of that one. Only where `capabilities.fork` is true. */
  readonly fork: boolean
  /** What the last run's `done` event handed out as `backend_state`. At most 4 KiB. */
  readonly state?: string
}

/** One past message, for backends whose `capabilities.history` is true. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant'
  readonly input: readonly InputPart[]
}

/** A tool that the client, not the CLI, carries out. Only for backends whose `capabilities.client_tools` is true. */
export interface ClientTool {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the tool's arguments. */
  readonly input_schema: unknown
}

/** All that a backend is told about one run. The host has already checked it against the backend's capabilities. */
export interface RunRequest {
  /** A UUID, unique per run; in the child's environment as `CLINVK_RUN_ID`. */
  readonly run_id: string
  /** At least one part; the texts together are not blank and within `limits.prompt_chars`. Empty only for `interactive`. */
  readonly input: readonly InputPart[]
  /** True: the CLI may read its own syntax (slash commands, `@file`) in the input. False, the default: it must reach the model literally. */
  readonly native_input: boolean
  /** Absolute path of an existing directory: where the CLI runs. */
  readonly cwd: string
  /** True: the CLI keeps no trace of the conversation. */
  readonly ephemeral: boolean
  readonly options: RunOptions
  /** What people have set for this backend, checked with the schema that its package names (`clinvk.settings`), defaults filled in. Absent when nothing is set. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly resume?: Resume
  readonly history?: readonly HistoryMessage[]
  readonly tools?: readonly ClientTool[]
  /** JSON Schema that the answer has to fit, for backends whose `capabilities.json_schema` is true. */
  readonly json_schema?: unknown
}

/** All text parts of a request's input, joined with a blank line. */
export function inputText(request: Pick<RunRequest, 'input'>): string {
  return request.input.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
}
