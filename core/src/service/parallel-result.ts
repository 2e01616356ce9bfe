import type { WireEvent } from '@clinvk/plugin-sdk'
import type { Task } from '../schema/parallel.ts'
import type { ErrorBody } from './error-body.ts'
import type { RunItem } from './run-item.ts'

/** One task's labels, as they come back. */
export interface TaskLabels {
  /** From 0, in the order of the definition. */
  readonly index: number
  readonly task_id?: string
  readonly task_name?: string
  readonly tags?: readonly string[]
  readonly meta?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, string>>
}

/** How one task ended. */
export interface TaskItem extends TaskLabels, RunItem {
  /** Where it was written; only with `output_dir`. */
  readonly output_file?: string
}

/** How a list of tasks ended. Every task is counted once: completed, failed or cancelled. */
export interface ParallelResult {
  readonly total_tasks: number
  readonly completed: number
  readonly failed: number
  readonly cancelled: number
  readonly max_parallel: number
  readonly fail_fast: boolean
  readonly dry_run?: true
  /** Absolute. */
  readonly output_dir?: string
  /** Why not everything could be written to `output_dir`. */
  readonly output_error?: ErrorBody
  readonly total_duration_seconds: number
  readonly total_duration_ms: number
  /** RFC 3339, UTC. */
  readonly start_time: string
  readonly end_time: string
  /** In the order of the definition. */
  readonly results: readonly TaskItem[]
}

/** What happens while tasks run. */
export type ParallelEvent =
  | { readonly type: 'started'; readonly total_tasks: number; readonly max_parallel: number; readonly fail_fast: boolean }
  | { readonly type: 'task_started'; readonly index: number; readonly backend: string }
  | { readonly type: 'task_event'; readonly index: number; readonly event: WireEvent }
  /** Comes for every task, also for one that never started. */
  | { readonly type: 'task_ended'; readonly index: number; readonly result: TaskItem }

/** The labels of a task. */
export function labels({ id, name, tags, meta, metadata }: Task, index: number): TaskLabels {
  return {
    index,
    ...(id === undefined ? {} : { task_id: id }),
    ...(name === undefined ? {} : { task_name: name }),
    ...(tags === undefined ? {} : { tags }),
    ...(meta === undefined ? {} : { meta }),
    ...(metadata === undefined ? {} : { metadata }),
  }
}
