import { setMaxListeners } from 'node:events'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { Task } from '../schema/parallel.ts'
import { type ErrorBody, errorBody } from './error-body.ts'
import type { OutputFolder } from './output-folder.ts'
import { labels, type ParallelEvent, type ParallelResult, type TaskItem } from './parallel-result.ts'
import type { PlanRun } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'
import { failedItem, type RunItem, spanKeys } from './run-item.ts'
import type { Planner, RunOne } from './run-one.ts'

/** A task that may start. */
export interface PlannedTask {
  readonly task: Task
  readonly request: PromptRequest
}

/** What a list of tasks is run with. */
export interface TaskRunsParts {
  readonly tasks: readonly PlannedTask[]
  readonly one: Pick<RunOne, 'execute'>
  readonly plan: Pick<PlanRun, 'checkName' | 'nameOf'>
  readonly workers: number
  readonly failFast: boolean
  readonly dryRun: boolean
  readonly folder: OutputFolder | undefined
  readonly keepOutputs: boolean
  readonly planner: Planner | undefined
  /** Takes an event; resolves when there is room for another. */
  readonly put: (event: ParallelEvent) => Promise<void>
  readonly signal: AbortSignal
}

/** The runs of one list, from the first to the last. */
export class TaskRuns {
  readonly #parts: TaskRunsParts
  readonly #start = new Date()
  readonly #began = performance.now()
  /** Ends everything: the caller's wish, a failure where that is to end the rest, or nobody listening any more. */
  readonly #stop = new AbortController()
  readonly #items: (TaskItem | undefined)[]
  #failed = false
  #outputError: ErrorBody | undefined
  #next = 0
  #ms: number | undefined

  constructor(parts: TaskRunsParts) {
    this.#parts = parts
    this.#items = parts.tasks.map(() => undefined)
    // Every run at work listens for it; more than that would be a leak.
    setMaxListeners(Math.max(10, 4 * parts.workers), this.#stop.signal)
  }

  /** Nobody listens any more. */
  leave(): void {
    this.#stop.abort()
  }

  /** Resolves when every task has its item and no process is left. */
  async execute(): Promise<void> {
    const { signal, workers, folder } = this.#parts
    const stop = () => this.#stop.abort()
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await this.#refuseUnknown()
      await Promise.all(Array.from({ length: workers }, () => this.#work()))
      for (const index of this.#items.keys()) await this.#cancel(index)
      this.#ms = performance.now() - this.#began
      if (folder !== undefined) await this.#noting('summary.json', () => folder.writeSummary(this.result()))
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** What is known so far; complete when `execute` has resolved. */
  result(): ParallelResult {
    const { tasks, workers, failFast, dryRun, folder } = this.#parts
    const results = this.#items.filter((item) => item !== undefined)
    const count = (status: RunItem['status']) => results.filter((item) => item.status === status).length
    const { start_time, end_time, duration_seconds, duration_ms } = spanKeys({ start: this.#start, ms: this.#ms ?? performance.now() - this.#began })
    return {
      total_tasks: tasks.length,
      completed: count('completed'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      max_parallel: workers,
      fail_fast: failFast,
      ...(dryRun ? { dry_run: true } : {}),
      ...(folder === undefined ? {} : { output_dir: folder.path }),
      ...(this.#outputError === undefined ? {} : { output_error: this.#outputError }),
      total_duration_seconds: duration_seconds,
      total_duration_ms: duration_ms,
      start_time,
      end_time,
      results,
    }
  }

  /** A name that nobody knows is told before the others cost anything: with fail-fast nothing starts then. */
  async #refuseUnknown(): Promise<void> {
    const { tasks, plan } = this.#parts
    for (const [index, { request }] of tasks.entries()) {
      try {
        plan.checkName(request.backend)
      } catch (thrown) {
        if (!isClinvkError(thrown)) throw thrown
        await this.#ended(index, failedItem(plan.nameOf(request.backend), thrown, { start: new Date(), ms: 0 }))
      }
    }
  }

  async #work(): Promise<void> {
    const { tasks, put, one, plan, planner, dryRun } = this.#parts
    const { signal } = this.#stop
    while (this.#next < tasks.length && !signal.aborted) {
      const index = this.#next++
      if (this.#items[index] !== undefined) continue
      const { task, request } = tasks[index] as PlannedTask
      await put({ type: 'task_started', index, backend: plan.nameOf(request.backend) })
      const item = await one.execute(request, {
        signal,
        planner,
        dryRun: dryRun || task.dry_run === true,
        verbose: task.verbose === true,
        onEvent: (event) => put({ type: 'task_event', index, event }),
      })
      await this.#ended(index, item)
    }
  }

  /** What had not started when everything was ended. */
  async #cancel(index: number): Promise<void> {
    if (this.#items[index] !== undefined) return
    const { tasks, plan } = this.#parts
    await this.#ended(index, failedItem(plan.nameOf(tasks[index]?.request.backend), new ClinvkError('cancelled', 'canceled')))
  }

  async #ended(index: number, run: RunItem): Promise<void> {
    const { tasks, folder, keepOutputs, failFast, put } = this.#parts
    const { task } = tasks[index] as PlannedTask
    const result: TaskItem = { ...labels(task, index), ...(this.#failed && run.error?.code === 'cancelled' ? { ...run, error: failFastError } : run) }
    if (failFast && run.status === 'failed') {
      this.#failed = true
      this.#stop.abort()
    }
    const file = folder === undefined ? undefined : await this.#noting(`the result of task ${index + 1}`, () => folder.write(index, task.id || task.name, { task, result }))
    const told = file === undefined ? result : { ...result, output_file: file }
    const { output: _elsewhere, ...without } = told
    this.#items[index] = keepOutputs || (folder !== undefined && file === undefined) ? told : without
    await put({ type: 'task_ended', index, result: told })
  }

  /** What cannot be written is told in the result, and takes no answer away. */
  async #noting<Result>(what: string, write: () => Result | Promise<Result>): Promise<Result | undefined> {
    try {
      return await write()
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
      this.#outputError ??= errorBody({ code: 'internal_error', message: `could not write ${what} to ${this.#parts.folder?.path ?? ''} (${code})`, hint: 'Make room, or make the folder writable, and run again.' })
      return undefined
    }
  }
}

const failFastError = { code: 'cancelled', message: 'canceled (fail-fast)' } as const
