import type { RunItem } from '../run-item.ts'
import type { ChainState } from './chain-state.ts'

/** How a step ended. `cancelled`: it was at work when the chain was. */
export type StepStatus = RunItem['status'] | 'skipped'

/** What a step waits for: how an earlier one ended. */
export interface Condition {
  /** The earlier step, from 0. */
  readonly step: number
  readonly is: 'completed' | 'failed' | 'skipped'
}

/** What one attempt at a step came to. Its `output` is what later steps get as `{{previous}}`. */
export interface Attempted {
  readonly item: RunItem
  /** Where the step worked, absolute; absent for one that has no place of its own. */
  readonly working_dir?: string
  /** What became of the parts of a step that runs several prompts, by its kind. */
  readonly parts?: Readonly<Record<string, object>>
}

/** A checked step. `Event` is what its work tells while it goes on. */
export interface ReadyStep<Event> {
  readonly name?: string
  /** Comes back in the result. */
  readonly metadata?: Readonly<Record<string, string>>
  /** The backend it is meant for; of a step that runs several prompts: `parallel` or `compare`. */
  readonly backend: string
  readonly when?: Condition
  /** Further attempts after a failure that may pass. */
  readonly retries: number
  readonly retryDelayMs: number
  /** Makes one attempt. What it throws fails the step. */
  attempt(state: ChainState, signal: AbortSignal): AsyncGenerator<Event, Attempted>
}
