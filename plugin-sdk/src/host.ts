import type { RunRequest } from './request.ts'

/** What the host lends a backend outside a run. Nothing here starts a model request. */
export interface Host {
  /** The host's environment. Read only. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home directory. */
  readonly home: string
  /** A folder of this backend's own that stays between runs. Made on first use by whoever writes there, 0700. */
  readonly state_dir: string
  /** Absolute path of an executable on PATH, links not resolved. File look-ups only. */
  findExecutable(name: string): Promise<string | undefined>
  /**
   * Runs a short helper command (`--version`, say): stdin empty, 10 s and 1 MiB of output at most. Never a prompt. For
   * `inspect`, what a `--version` or `--help` printed is remembered until the file changes.
   */
  run(file: string, args: readonly string[]): Promise<HelperAnswer>
}

/** How a helper command ended. */
export interface HelperAnswer {
  /** Null when it did not start, or when a signal, or its limit of time or output, ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Present when it took too long and was ended. */
  readonly timed_out?: true
}

/** A CLI that is there. */
export interface Found {
  /** Absolute path of what is started. */
  readonly file: string
  /** Anything else that file look-ups told and `command` needs. Plain data. */
  readonly data?: unknown
}

/** What a closer look at a CLI tells. */
export interface Inspection {
  /** As the CLI prints it, without its name. */
  readonly version?: string
  /** Sentences about what is wrong, each with what to do. Empty: all well. */
  readonly problems: readonly string[]
  /** Versions that are known not to work, or are not known to. Told whether or not this one is among them. */
  readonly bad_versions?: readonly BadVersions[]
  /** Flags that this plugin relies on and that the CLI's help does not offer; see {@link missingFlags}. Each is told in `problems` too. */
  readonly missing_flags?: readonly string[]
  /** Whether the CLI has something to sign in to its model with. Absent: it cannot be told without asking the model. */
  readonly signed_in?: boolean
}

/** A range of versions that should not be used. */
export interface BadVersions {
  /** For people: `before 2.1.197`, `0.9.3`. */
  readonly versions: string
  /** Why, in a few words. */
  readonly reason: string
}

/** A run that has ended, for {@link Backend.forget}. */
export interface FinishedRun {
  readonly backend_session_id?: string
  readonly cwd: string
}

/** A run on a terminal that has ended, for {@link Backend.nativeSession}. */
export interface InteractiveRun {
  readonly request: RunRequest
  /** When the CLI was started, RFC 3339 in UTC. */
  readonly started_at: string
}
