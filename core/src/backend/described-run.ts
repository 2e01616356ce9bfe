import type { Backend, Invocation, RunRequest } from '@clinvk/plugin-sdk'

/** A run that was planned and checked. */
export interface DescribedRun {
  readonly backend: Backend
  readonly request: RunRequest
  readonly invocation: Invocation
  /** Longest time, milliseconds. */
  readonly timeoutMs?: number
  /** Longest time without an event, milliseconds. */
  readonly idleMs?: number
  /** Told when the run has its slot (`queue`), and when its process has been started (`spawn`). */
  readonly watch?: (step: 'queue' | 'spawn') => void
}
