import type { RunOptions } from '@clinvk/plugin-sdk'
import type { AskedOptions } from '../backend/option-cascade.ts'
import type { Log } from '../log.ts'
import type { RunObserver } from '../backend/run-observer.ts'

/** A picture. */
export interface ImageInput {
  /** `image/png`, `image/jpeg`, `image/gif` or `image/webp`. */
  readonly media_type: string
  /** Base64. */
  readonly data: string
}

/** One prompt for one backend, as any entry asks for it. */
export interface PromptRequest extends AskedOptions {
  readonly prompt: string
  /** Backend name; absent: `default_backend`. */
  readonly backend?: string
  /**
   * Backends to ask, in order, when one fails before the first text of its answer; empty: none. Absent: as configured, and none
   * where a session is gone on with.
   */
  readonly fallback?: readonly string[]
  /** Where the CLI runs; relative paths count from `cwd`. Absent: `cwd`. */
  readonly workdir?: string
  /** Absolute directory of whoever asks. */
  readonly cwd: string
  readonly native_input?: boolean
  /** Pictures that belong to the prompt. */
  readonly images?: readonly ImageInput[]
  /** JSON Schema, of 2020-12 or the draft that it names, that the answer has to fit. The result then holds it as `structured_output`. */
  readonly json_schema?: unknown
  readonly ephemeral?: boolean
  /** Longest time, seconds; 0: no limit; absent: as configured. */
  readonly timeout_secs?: number
  /** Longest time without an event, seconds; 0: no limit; absent: as configured. */
  readonly idle_timeout_secs?: number
  /** The session to go on with: its id, or the beginning of it. The run then works with its backend, in its directory. */
  readonly session_id?: string
  /** With `session_id`: how many turns the session is to have had; where it has had more, it went on meanwhile. */
  readonly after_turn?: number
  /** With `session_id`: go on in a new session, and leave that one as it is. */
  readonly fork?: boolean
  /** The session that a new one replaces or belongs to. */
  readonly parent_id?: string
  /** It asks once more for the answer of the turn before, which did not fit its JSON schema. */
  readonly correction?: true
  /** Of a new session, beside the configured ones. */
  readonly tags?: readonly string[]
  /** Of a new session. */
  readonly metadata?: Readonly<Record<string, string>>
  /** Of a new session: the name of the API key that asks. */
  readonly owner?: string
  /** Rules of the entry, asked of every backend that is planned, with the final options; throws to refuse. */
  readonly guard?: (backend: string, options: RunOptions) => void
  /** How deep in runs of clinvk whoever asks is, as `CLINVK_DEPTH` says there; absent: no deeper than this process. */
  readonly callerDepth?: string
  /** Told what happens in the run, and in each attempt of it. */
  readonly observe?: RunObserver
  /** Where what there is to say about keeping the run goes; absent: to the log of clinvk. It gets no text of the run. */
  readonly log?: Log
  /** Which entry asks. */
  readonly via: 'cli' | 'http' | 'mcp' | 'interactive'
}
