/**
 * A temporary file's or folder's path, known only when the host has made it. `path` is relative to the run's private
 * folder and names a key of {@link Invocation.files} or a folder that holds some. `prefix` stands directly before the path.
 * A dry run shows `<path>`.
 */
export interface TemporaryPath {
  readonly path: string
  readonly prefix?: string
}

/** What the host puts at a temporary path: a file, 0600, or a symbolic link. Made before the start, removed after the end. */
export type TemporaryFile = { readonly content: string; readonly encoding?: 'utf8' | 'base64' } | { readonly link: string }

/** How the CLI is asked to stop before the host ends its process tree. */
export interface GentleStop {
  readonly signal: 'SIGINT' | 'SIGTERM'
  /** How long the CLI has to end by itself, milliseconds. */
  readonly grace_ms: number
}

/** What to start. A description only: the host starts it, owns it and ends it. */
export interface Invocation {
  /** Absolute path of the executable, or its bare name when it was not found (dry run). */
  readonly file: string
  /** Arguments. The prompt is never one of them. */
  readonly args: readonly (string | TemporaryPath)[]
  /** Variables to set, or to remove where the value is `undefined`. */
  readonly env?: Readonly<Record<string, string | TemporaryPath | undefined>>
  /** The directory to run in when it is not the request's `cwd`. */
  readonly cwd?: string
  /** Written to the CLI's stdin, which is then closed. Absent: stdin is empty. */
  readonly stdin?: string
  /** Files for this run, by path relative to the run's private folder. */
  readonly files?: Readonly<Record<string, TemporaryFile>>
  readonly stop: GentleStop
  /** What the caller must know about this run: yielded as `warning` events right after the start. */
  readonly warnings?: readonly { readonly code: string; readonly message: string }[]
}
