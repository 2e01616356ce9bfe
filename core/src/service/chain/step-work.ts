import type { WireEvent } from '@clinvk/plugin-sdk'
import type { Locate } from '../../schema/locate.ts'
import type { Path } from '../../schema/violation.ts'
import type { ParallelEvent } from '../parallel-result.ts'
import type { CompareEvent } from '../run-compare.ts'
import type { RunItem } from '../run-item.ts'
import type { ChainState } from './chain-state.ts'
import type { Attempted } from './ready-step.ts'

/** What the work of a step tells. */
export type StepEvent = WireEvent | ParallelEvent | CompareEvent

/** What a dry run tells of a step's work. */
export interface StepPreview extends Pick<RunItem, 'output' | 'command'> {
  readonly working_dir?: string
  readonly parallel?: object
  readonly compare?: object
}

/** How a step is checked before the chain runs. */
export interface StepCheck {
  readonly locate: Locate
  /** Of the step in the definition. */
  readonly path: Path
  /** The CLIs need not be installed. */
  readonly dryRun: boolean
}

/** What a step does, by its kind. */
export interface StepWork {
  /** The backend it is meant for; of several runs: `parallel` or `compare`. */
  readonly backend: string
  /** Plans every run, with answers as they are referred to. Errors: those of a plan, with their place. */
  check(check: StepCheck): Promise<StepPreview>
  /** Does it once. */
  attempt(state: ChainState, signal: AbortSignal): AsyncGenerator<StepEvent, Attempted>
}
