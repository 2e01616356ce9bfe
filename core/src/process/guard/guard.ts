import type { ProcessIdentity } from '../process-info.ts'

/** What is to be cleared away when the host dies. */
export interface GuardedThing {
  /** The id in the environment of its processes. */
  readonly run_id: string
  /** Absolute path of its private folder, which bears the id as its name. Absent: it has none. */
  readonly run_folder?: string
  /** Its lease, which is removed last. Absent: it has none. */
  readonly lease?: string
}

/** Somebody who outlives this process and clears away what it leaves. */
export interface Guard {
  /** To be called before anything of the run exists. */
  begin(thing: GuardedThing): GuardedRun
}

/** A run that is guarded. */
export interface GuardedRun {
  /** Its process runs. */
  started(pid: number): void
  /** Nothing of it is left. Without effect the second time. */
  end(): void
}

/** What a host says to its guard, one line of JSON each. */
export type GuardMessage =
  | ({ readonly type: 'begin' } & GuardedThing)
  | { readonly type: 'started'; readonly run_id: string; readonly root: ProcessIdentity }
  | { readonly type: 'end'; readonly run_id: string }
