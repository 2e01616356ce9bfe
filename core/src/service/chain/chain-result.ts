import type { ChainStep } from '../../schema/chain.ts'
import type { RunItem } from '../run-item.ts'
import type { StepStatus } from './ready-step.ts'

/** A step that ran, or that its condition left out, as it stands in results on the wire. */
export interface StepResult extends Omit<RunItem, 'status'> {
  /** From 1. */
  readonly step: number
  readonly name?: string
  /** `skipped`: its condition did not hold. */
  readonly status: StepStatus
  /** How often it was tried, where that was more than once. */
  readonly attempts?: number
  readonly metadata?: Readonly<Record<string, string>>
  /** Of a dry run: where it would work, and what it waits for. */
  readonly working_dir?: string
  readonly when?: ChainStep['when']
  readonly retry?: ChainStep['retry']
  readonly session?: ChainStep['session']
  readonly timeout_secs?: number
  /** What became of the tasks of such a step. */
  readonly parallel?: object
  /** What became of the comparison of such a step. */
  readonly compare?: object
}

/** How a chain ended. */
export interface ChainResult {
  readonly total_steps: number
  readonly completed_steps: number
  /** The last step that failed, from 1. */
  readonly failed_step?: number
  /** It was stopped before its end. */
  readonly cancelled?: true
  readonly dry_run?: true
  readonly total_duration_seconds: number
  readonly total_duration_ms: number
  /** RFC 3339, UTC. */
  readonly start_time: string
  readonly end_time: string
  /** In order: the steps that ran, and those that their condition left out. The chain may have stopped before others. */
  readonly results: readonly StepResult[]
}

/** What happens in a chain. `Event` is what the work of a step tells. */
export type ChainEvent<Event> =
  | { readonly type: 'started'; readonly total_steps: number; readonly steps: readonly { readonly step: number; readonly name?: string; readonly backend: string }[] }
  | { readonly type: 'step_started'; readonly step: number; readonly attempt: number }
  | { readonly type: 'step_event'; readonly step: number; readonly event: Event }
  /** The attempt failed, and there will be another one after the delay. */
  | { readonly type: 'step_retry'; readonly step: number; readonly attempt: number; readonly error: NonNullable<RunItem['error']>; readonly delay_ms: number }
  | { readonly type: 'step_ended'; readonly step: number; readonly result: StepResult }
