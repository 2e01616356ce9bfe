import type { Backend, Invocation, RunRequest } from '@clinvk/plugin-sdk'
import type { RunObserver } from './run-observer.ts'

/** A run that was planned and checked. */
export interface DescribedRun {
  readonly backend: Backend
  readonly request: RunRequest
  readonly invocation: Invocation
  /** Longest time, milliseconds. */
  readonly timeoutMs?: number
  /** Longest time without an event, milliseconds. */
  readonly idleMs?: number
  /** How deep in runs of clinvk whoever asks is, as `CLINVK_DEPTH` says there; absent: no deeper than this host. */
  readonly callerDepth?: string
  /** Told what happens in the run. */
  readonly observe?: RunObserver
}
