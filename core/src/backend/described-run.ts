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
  /** Told what happens in the run. */
  readonly observe?: RunObserver
}
