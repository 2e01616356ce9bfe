import { randomUUID } from 'node:crypto'
import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Backend, ClinvkError, type Found, type Host, type Invocation, inputText, isClinvkError, type RunOptions, type RunRequest } from '@clinvk/plugin-sdk'
import type { BreakerGate } from '../backend/breaker-gate.ts'
import { checkCapabilities } from '../backend/capability-check.ts'
import type { DescribedRun } from '../backend/described-run.ts'
import { checkExtraFlags } from '../backend/flag-policy.ts'
import { inTime } from '../backend/in-time.ts'
import { hasSettings } from '../backend/has-settings.ts'
import { resolveOptions } from '../backend/option-cascade.ts'
import type { HostFactory } from '../backend/host.ts'
import type { BackendRegistry } from '../backend/registry.ts'
import type { Config } from '../config/load.ts'
import type { Session } from '../session/session.ts'
import type { Attempts } from './attempts.ts'
import { fallbackList } from './fallback-list.ts'
import { promptInput } from './prompt-input.ts'
import type { PromptRequest } from './prompt-request.ts'
import { checkUnchanged, origin, resumable, resumption } from './resume-session.ts'
import type { SessionProvider } from './session-provider.ts'

/** A checked run that has not started. */
export interface RunPlan {
  readonly backend: Backend
  /** Absent only in a dry run. */
  readonly found?: Found
  readonly request: RunRequest
  readonly invocation: Invocation
  /** What was asked, as it is kept in the session. */
  readonly prompt: string
  /** The session that the run goes on with; absent for one of its own. */
  readonly session?: Session
  /** Of a new session: the one it was forked from or replaces. */
  readonly parent_id?: string
  /** Of a new session. */
  readonly tags?: readonly string[]
  readonly metadata?: Readonly<Record<string, string>>
  readonly owner?: string
  /** It asks once more for the answer of the turn before. */
  readonly correction?: true
  /** What was asked, where the answer has to fit a JSON schema: it may have to be asked once more. */
  readonly asked?: PromptRequest
  readonly via: PromptRequest['via']
  /** Milliseconds; absent: no limit. */
  readonly timeoutMs?: number
  readonly idleMs?: number
  /** Its circuit breaker has something on record. */
  readonly recorded?: true
  /** The backends that may take over; absent where there are none. */
  readonly attempts?: Attempts
  readonly callerDepth?: string
  readonly observe?: DescribedRun['observe']
  readonly log?: PromptRequest['log']
}

/** Resolves and checks a request: backend, directory, options, limits. Nothing is started or written. */
export class PlanRun {
  readonly #config: Config
  readonly #registry: BackendRegistry
  readonly #host: HostFactory
  readonly #sessions: SessionProvider
  readonly #breakers: BreakerGate | undefined

  constructor(config: Config, registry: BackendRegistry, host: HostFactory, sessions: SessionProvider, breakers?: BreakerGate) {
    this.#config = config
    this.#registry = registry
    this.#host = host
    this.#sessions = sessions
    this.#breakers = breakers
  }

  /** The backend that a request is for, as far as it says. */
  nameOf(asked?: string): string {
    return asked || this.#config.default_backend
  }

  /**
   * Whether a backend (absent: the default one) is known and enabled, before anything else of a request is. No plugin is loaded.
   * Errors: `backend_disabled`, `backend_not_found`.
   */
  checkName(asked?: string): void {
    const name = this.nameOf(asked)
    if (this.#config.backends[name]?.enabled === false) {
      throw new ClinvkError('backend_disabled', `backend "${name}" is disabled in config`, { backend: name, hint: `Set backends.${name}.enabled to true, or choose another backend with -b.` })
    }
    this.#registry.manifest(name)
  }

  /**
   * Errors: `invalid_request`, `unsupported`, `payload_too_large`, `backend_not_found`, `backend_disabled`,
   * `backend_unavailable` (not for a dry run), `plugin_load_failed`, `plugin_invalid`; with a session `session_not_found`,
   * `session_ambiguous`, `session_not_resumable`, `session_corrupt`.
   */
  async execute(asked: PromptRequest, dryRun: boolean): Promise<RunPlan> {
    const others = this.checkFallback(asked)
    // A dry run shows what is started first.
    const schema = asked.json_schema === undefined ? {} : { asked }
    if (others.length === 0 || dryRun) return { ...(await this.#plan(asked, dryRun)), ...schema }
    const { Attempts } = await import('./attempts.ts')
    const attempts = new Attempts({
      asked,
      first: asked.backend || this.#config.default_backend,
      others,
      timeoutSecs: asked.timeout_secs ?? this.#config.unified_flags.command_timeout_secs,
      plan: (request) => this.#plan(request, false),
      models: async (name) => (await this.#registry.get(name)).models,
    })
    return { ...(await attempts.begin()), ...schema }
  }

  /**
   * The backends that may take over from the first one, checked like it. Errors: `backend_disabled`, `backend_not_found`,
   * `invalid_request` for one that is named twice, or for a list beside a session that is gone on with.
   */
  checkFallback(asked: Pick<PromptRequest, 'backend' | 'fallback' | 'session_id'>): readonly string[] {
    return fallbackList(asked, this.#config, (name) => this.checkName(name))
  }

  async #plan(asked: PromptRequest, dryRun: boolean): Promise<RunPlan> {
    if (asked.prompt.trim() === '') throw new ClinvkError('invalid_request', 'the prompt is empty', { hint: 'Give a text: clinvk "your prompt"' })
    const { backend, request, ...rest } = await this.#request(asked, promptInput)
    checkCapabilities(backend, request)
    checkLength(backend, request)
    const found = await this.#find(backend, dryRun)
    return {
      backend,
      request,
      ...rest,
      invocation: await describeRun(backend, this.#host(backend.name), request, found),
      // Last, so that what is wrong with the request is told first.
      ...(!dryRun && (await this.#breakers?.check(backend.name)) === true ? { recorded: true } : {}),
      ...(found === undefined ? {} : { found }),
      ...limit('timeoutMs', asked.timeout_secs ?? this.#config.unified_flags.command_timeout_secs),
      ...limit('idleMs', asked.idle_timeout_secs ?? this.#config.unified_flags.idle_timeout_secs),
    }
  }

  /** The CLI's own screen: without a prompt and without limits of time. Errors: as above, and `unsupported` for a CLI without one. */
  async screen(asked: Omit<PromptRequest, 'prompt'>): Promise<RunPlan> {
    if (asked.fallback !== undefined && asked.fallback.length > 0) {
      throw new ClinvkError('invalid_request', "a CLI's own screen cannot fall back to another backend", { hint: 'Leave out --fallback, or give a prompt.', details: { usage: true } })
    }
    if (asked.images !== undefined || asked.json_schema !== undefined) {
      throw new ClinvkError('invalid_request', "pictures and JSON schemas go with a prompt, not with a CLI's own screen", { hint: 'Leave out --image and --json-schema, or give a prompt.', details: { usage: true } })
    }
    const { backend, request, ...rest } = await this.#request({ ...asked, prompt: '' }, () => ({ input: [] }))
    if (backend.interactive === undefined || backend.capabilities.interactive !== true) {
      throw new ClinvkError('unsupported', `${backend.title} has no screen that clinvk can open`, { backend: backend.name, hint: 'Give a prompt: clinvk "your prompt"' })
    }
    checkCapabilities(backend, request)
    const found = (await this.#find(backend, false)) as Found
    return { backend, request, ...rest, found, invocation: backend.interactive(request, found) }
  }

  async #find(backend: Backend, dryRun: boolean): Promise<Found | undefined> {
    const found = await this.#registry.find(backend)
    if (found === undefined && !dryRun) {
      throw new ClinvkError('backend_unavailable', `backend "${backend.name}" is not available (CLI not found in PATH)`, { backend: backend.name, hint: `Install ${backend.title}: ${backend.install}` })
    }
    return found
  }

  async #request(asked: PromptRequest, inputFor: typeof promptInput): Promise<Pick<RunPlan, 'backend' | 'request' | 'prompt' | 'session' | 'parent_id' | 'tags' | 'metadata' | 'owner' | 'correction' | 'via' | 'callerDepth' | 'observe' | 'log'>> {
    const session = asked.session_id === undefined ? undefined : resumable(await (await this.#sessions()).resolve(asked.session_id), asked.backend)
    if (session !== undefined && asked.after_turn !== undefined) checkUnchanged(session, asked.after_turn)
    const name = session?.backend ?? this.nameOf(asked.backend)
    // Before it is loaded: what is disabled does not run.
    this.checkName(name)
    const settings = hasSettings(name, this.#config) ? await (await import('../backend/settings.ts')).settingsOf(this.#registry.manifest(name), this.#config) : undefined
    const backend = await this.#registry.get(name)
    if (this.#config.unified_flags.max_tokens > 0) {
      throw new ClinvkError('unsupported', `unified_flags.max_tokens is ${this.#config.unified_flags.max_tokens}, but no CLI can limit its output tokens`, { hint: 'Set unified_flags.max_tokens to 0.' })
    }
    const cwd = existingDirectory(resolve(asked.cwd, asked.workdir ?? (session?.working_dir || '.')), workingDirectory)
    const options = withoutEffort(resolveOptions(asked, name, this.#config), backend)
    checkExtraFlags(backend, options.extra_flags)
    asked.guard?.(name, options)
    const dirs = options.allowed_dirs?.map((dir) => existingDirectory(resolve(cwd, dir), allowedDirectory))
    const request: RunRequest = {
      run_id: randomUUID(),
      ...inputFor(asked, backend),
      native_input: asked.native_input ?? false,
      cwd,
      ephemeral: asked.ephemeral ?? false,
      options: dirs === undefined ? options : { ...options, allowed_dirs: dirs },
      ...(settings === undefined ? {} : { settings }),
      ...(session === undefined ? {} : { resume: resumption(session, asked.fork ?? session.pending_fork ?? false) }),
    }
    const { tags, metadata, owner, correction, callerDepth, observe, log } = asked
    return { backend, request, prompt: asked.prompt, via: asked.via, ...origin(session, asked), ...(tags === undefined ? {} : { tags }), ...(metadata === undefined ? {} : { metadata }), ...(owner === undefined ? {} : { owner }), ...(correction === undefined ? {} : { correction }), ...(callerDepth === undefined ? {} : { callerDepth }), ...(observe === undefined ? {} : { observe }), ...(log === undefined ? {} : { log }) }
  }
}

/** Effort is a wish: it is left out where a backend cannot be told, and whoever asked sees that in the plan. */
function withoutEffort({ effort, ...options }: RunOptions, { capabilities }: Backend): RunOptions {
  return effort === undefined || capabilities.effort !== true ? options : { ...options, effort }
}

function limit<Key extends string>(key: Key, seconds: number): { [K in Key]?: number } {
  return (seconds > 0 ? { [key]: Math.ceil(seconds * 1000) } : {}) as { [K in Key]?: number }
}

/** A backend may refuse in its own words; what else it throws is a fault of its plugin, and may quote the prompt. */
async function describeRun(backend: Backend, host: Host, request: RunRequest, found: Found | undefined): Promise<Invocation> {
  try {
    return backend.command(request, found, await inTime(backend, 'survey', () => backend.survey?.(host, request)))
  } catch (cause) {
    if (isClinvkError(cause)) throw cause
    const kind = cause instanceof Error ? cause.name : typeof cause
    throw new ClinvkError('plugin_invalid', `the backend "${backend.name}" cannot say what to start (${kind})`, { backend: backend.name, hint: "Update the backend's plugin, or report it to its author.", cause })
  }
}

const workingDirectory = { name: 'working directory', another: 'give another one with -w' }
const allowedDirectory = { name: 'allowed directory', another: 'leave it out of --allowed-dir or allowed_dirs' }

function existingDirectory(path: string, what: typeof workingDirectory): string {
  const refuse = (problem: string, hint: string) => new ClinvkError('invalid_request', `${what.name} ${path} ${problem}`, { hint })
  let isDirectory: boolean
  try {
    isDirectory = statSync(path).isDirectory()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse('does not exist', `Create it, or ${what.another}.`)
    throw refuse(`cannot be read (${code})`, `Check its permissions, or ${what.another}.`)
  }
  if (!isDirectory) throw refuse('is not a directory', `Name a directory, or ${what.another}.`)
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
  } catch {
    throw refuse('cannot be read', `Check its permissions, or ${what.another}.`)
  }
  return path
}

function checkLength(backend: Backend, request: RunRequest): void {
  const system = backend.capabilities.system_prompt === 'prompt' ? (request.options.system_prompt?.length ?? 0) : 0
  const length = inputText(request).length + system
  if (length <= backend.limits.prompt_chars) return
  throw new ClinvkError('payload_too_large', `the prompt has ${length} characters; ${backend.title} takes at most ${backend.limits.prompt_chars}`, {
    backend: backend.name,
    hint: 'Shorten it, or let the CLI read a file from the working directory.',
    details: { length, limit: backend.limits.prompt_chars },
  })
}
