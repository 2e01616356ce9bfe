import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { ParallelDefinition, Task } from '../schema/parallel.ts'
import { EventQueue } from './event-queue.ts'
import { OutputFolder } from './output-folder.ts'
import type { ParallelEvent, ParallelResult } from './parallel-result.ts'
import type { PlanRun } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'
import { refuseStream, requestFromFields, type RunOverrides } from './request-from-fields.ts'
import type { Planner, RunOne } from './run-one.ts'
import { type PlannedTask, TaskRuns } from './task-runs.ts'

/** Who asks for a list of runs, and what that says beside it. */
export interface ParallelOptions {
  /** Absolute directory of whoever asks. */
  readonly cwd: string
  readonly via: PromptRequest['via']
  /** Aborting it ends everything that runs, whole process trees, and starts nothing more. */
  readonly signal: AbortSignal
  /** What a command line says of every task; wins over the tasks. */
  readonly overrides?: RunOverrides
  /** These win over the definition, and that over the configuration. */
  readonly maxParallel?: number
  readonly failFast?: boolean
  readonly outputDir?: string
  readonly dryRun?: boolean
  /** Whether a task that does not say is kept in no session; absent: true. */
  readonly ephemeral?: boolean
  /** The rules of whoever asks, such as those of a server for its callers. */
  readonly planner?: Planner
  /** false: the answers stand in the events (and files) only, not in the result, so that nobody holds them all. */
  readonly keepOutputs?: boolean
}

/** What the service is made of. */
export interface ParallelParts {
  readonly config: Config
  readonly one: Pick<RunOne, 'execute'>
  readonly plan: Pick<PlanRun, 'checkName' | 'nameOf'>
  /** Places for runs in this process. */
  readonly places: number
}

/** Runs many tasks, so many at a time. */
export class RunParallel {
  readonly #parts: ParallelParts

  constructor(parts: ParallelParts) {
    this.#parts = parts
  }

  /**
   * Yields what happens and returns how it ended. A task that fails is told in its own item; leaving the loop ends everything.
   * Throws before anything starts: `invalid_request` (no tasks, an empty prompt, no workers, an `output_dir` that cannot be
   * written), `unsupported` (`max_tokens`, a stream in a list).
   */
  async *execute(definition: ParallelDefinition, options: ParallelOptions): AsyncGenerator<ParallelEvent, ParallelResult> {
    const { config, one, plan, places } = this.#parts
    const tasks = this.#planned(definition, options)
    const workers = Math.min(workerLimit(options.maxParallel ?? definition.max_parallel ?? config.parallel.max_workers), places, tasks.length)
    const failFast = options.failFast ?? definition.fail_fast ?? config.parallel.fail_fast
    const dryRun = options.dryRun ?? definition.dry_run ?? config.unified_flags.dry_run
    const outputDir = options.outputDir ?? definition.output_dir
    // A dry run writes nothing.
    const folder = outputDir === undefined || dryRun ? undefined : OutputFolder.open(options.cwd, outputDir)
    const queue = new EventQueue<ParallelEvent>()
    const runs = new TaskRuns({ tasks, one, plan, workers, failFast, dryRun, folder, keepOutputs: options.keepOutputs ?? true, planner: options.planner, put: (event) => queue.put(event), signal: options.signal })
    const work = runs.execute().finally(() => queue.end())
    try {
      yield { type: 'started', total_tasks: tasks.length, max_parallel: workers, fail_fast: failFast }
      yield* queue.take()
    } finally {
      runs.leave()
      queue.leave()
      await work
    }
    return runs.result()
  }

  #planned({ tasks }: ParallelDefinition, { cwd, via, overrides = {}, ephemeral = true }: ParallelOptions): PlannedTask[] {
    if (tasks.length === 0) throw new ClinvkError('invalid_request', 'no tasks provided', { hint: 'Give at least one task with a prompt.' })
    return tasks.map((task, index) => {
      try {
        refuseStream(task)
        if (task.prompt.trim() === '') throw new ClinvkError('invalid_request', 'prompt is required', { hint: 'Give the task a text.' })
        return { task, request: requestFromFields(task, { cwd, via, overrides, ephemeral }) }
      } catch (thrown) {
        throw inTask(task, index, thrown)
      }
    })
  }
}

function workerLimit(asked: number): number {
  if (Number.isInteger(asked) && asked >= 1) return asked
  throw new ClinvkError('invalid_request', `max_parallel is ${asked}, so that no task could run`, { hint: 'Give a whole number of 1 or more.' })
}

function inTask({ id }: Task, index: number, thrown: unknown): unknown {
  if (!isClinvkError(thrown)) return thrown
  return new ClinvkError(thrown.code, `tasks[${index}]${id === undefined ? '' : ` (${id})`}: ${thrown.message}`, { ...(thrown.hint === undefined ? {} : { hint: thrown.hint }), details: { index } })
}
