import { ClinvkError } from '@clinvk/plugin-sdk'
import type { CompareDefinition } from '../schema/compare.ts'
import type { ListBackends } from './list-backends.ts'
import type { ParallelEvent, ParallelResult } from './parallel-result.ts'
import type { PlanRun } from './plan-run.ts'
import type { RunItem } from './run-item.ts'
import type { ParallelOptions, RunParallel } from './run-parallel.ts'

/** Who asks for a comparison, and what that says beside it. */
export interface CompareOptions extends Pick<ParallelOptions, 'cwd' | 'via' | 'signal' | 'overrides' | 'dryRun' | 'ephemeral' | 'planner'> {
  /** true: a backend that is not installed is left out and told in `skipped`; absent: it has failed. */
  readonly skipUnavailable?: boolean
  /** With all backends: no others than these. Absent or empty: all. */
  readonly allowed?: readonly string[]
}

/** A backend that was left out. */
export interface SkippedBackend {
  readonly backend: string
  readonly reason: string
}

/** What several backends said to one prompt. */
export interface CompareResult extends Pick<ParallelResult, 'completed' | 'failed' | 'cancelled' | 'dry_run' | 'total_duration_seconds' | 'total_duration_ms' | 'start_time' | 'end_time'> {
  readonly prompt: string
  /** Those that were asked, in the order of the request. */
  readonly backends: readonly string[]
  readonly skipped?: readonly SkippedBackend[]
  /** One a backend, in the same order. */
  readonly results: readonly RunItem[]
}

/** What happens during a comparison; `index` counts the backends from 0. */
export type CompareEvent = { readonly type: 'asked'; readonly backends: readonly string[]; readonly skipped: readonly SkippedBackend[] } | Exclude<ParallelEvent, { type: 'started' }>

/** Asks several backends the same. */
export class RunCompare {
  readonly #parallel: RunParallel
  readonly #list: ListBackends
  readonly #plan: Pick<PlanRun, 'checkName'>

  constructor(parallel: RunParallel, list: ListBackends, plan: Pick<PlanRun, 'checkName'>) {
    this.#parallel = parallel
    this.#list = list
    this.#plan = plan
  }

  /**
   * Yields what happens and returns the results. A backend that fails is told in its own result; leaving the loop ends everything.
   * Throws before anything starts: `invalid_request` (no prompt, no backends, one of them twice), `backend_not_found`,
   * `backend_disabled`, `backend_unavailable` when none is left, `unsupported`.
   */
  async *execute(definition: CompareDefinition, { skipUnavailable = false, allowed, ...options }: CompareOptions): AsyncGenerator<CompareEvent, CompareResult> {
    const { backends: _names, all_backends: _all, sequential = false, dry_run, ...fields } = definition
    if (fields.prompt.trim() === '') throw new ClinvkError('invalid_request', 'prompt is required', { hint: options.via === 'cli' ? 'Give a text: clinvk compare "your prompt" --all-backends' : 'Send "prompt".' })
    const { backends, skipped } = await this.#choose(definition, options.via, skipUnavailable && (options.dryRun ?? dry_run) !== true, allowed)
    yield { type: 'asked', backends, skipped }
    const tasks = backends.map((backend) => ({ ...fields, backend, fallback: [] }))
    const events = this.#parallel.execute({ tasks, max_parallel: sequential ? 1 : backends.length, fail_fast: false, ...(dry_run === undefined ? {} : { dry_run }) }, options)
    try {
      for (;;) {
        const next = await events.next()
        if (next.done === true) return compared(definition.prompt, backends, skipped, next.value)
        if (next.value.type !== 'started') yield next.value
      }
    } finally {
      await events.return(undefined as never) // ends what runs when the caller leaves; after the end it does nothing
    }
  }

  async #choose({ backends, all_backends: all = false }: CompareDefinition, via: CompareOptions['via'], skip: boolean, allowed: readonly string[] | undefined): Promise<{ readonly backends: readonly string[]; readonly skipped: readonly SkippedBackend[] }> {
    const names = backends?.map((name) => name.trim()).filter((name) => name !== '') ?? []
    if (all && names.length > 0) throw new ClinvkError('invalid_request', 'all backends and some backends contradict each other', { hint: 'Give one of the two.' })
    if (!all && names.length === 0) throw unnamed(via)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) throw new ClinvkError('invalid_request', `backend "${twice}" is named twice`, { backend: twice, hint: 'Name each backend once.' })
    for (const name of names) this.#plan.checkName(name)
    if (!all && !skip) return { backends: names, skipped: [] }
    const known = (await this.#list.execute()).backends
    const chosen = all ? known.filter(({ name }) => allowed === undefined || allowed.includes(name)) : names.flatMap((name) => known.filter((backend) => backend.name === name))
    const skipped = chosen.flatMap(({ name, available, enabled }) => (available && enabled ? [] : [{ backend: name, reason: enabled ? 'is not available' : 'is disabled in config' }]))
    const left = chosen.map(({ name }) => name).filter((name) => !skipped.some(({ backend }) => backend === name))
    if (left.length === 0) throw new ClinvkError('backend_unavailable', 'no available backends to compare', { hint: 'See clinvk backends for what is missing.', details: { skipped } })
    return { backends: left, skipped }
  }
}

function unnamed(via: CompareOptions['via']): ClinvkError {
  if (via === 'cli') return new ClinvkError('invalid_request', 'specify backends with --backends or use --all-backends', { hint: 'Name them: --backends claude,codex' })
  return new ClinvkError('invalid_request', 'backends are required', { hint: 'Name them in "backends", or send "all_backends": true.' })
}

function compared(prompt: string, backends: readonly string[], skipped: readonly SkippedBackend[], { results, ...list }: ParallelResult): CompareResult {
  const { completed, failed, cancelled, dry_run, total_duration_seconds, total_duration_ms, start_time, end_time } = list
  return {
    prompt,
    backends,
    ...(skipped.length === 0 ? {} : { skipped }),
    completed,
    failed,
    cancelled,
    ...(dry_run === undefined ? {} : { dry_run }),
    total_duration_seconds,
    total_duration_ms,
    start_time,
    end_time,
    results: results.map(({ index: _place, ...item }) => item),
  }
}
