import { ClinvkError } from '@clinvk/plugin-sdk'
import { failedItem, type RunItem, spanKeys } from '../run-item.ts'
import type { Attempted } from './ready-step.ts'

/** One run of a step that has several, with what people call it. */
interface Part extends RunItem {
  readonly task_name?: string
}

/** What comes of several runs. */
interface PartsResult {
  readonly results: readonly Part[]
}

/** What came of several runs together. */
export interface Several {
  readonly kind: 'parallel' | 'compare'
  /** The whole result, for the step's own. */
  readonly result: PartsResult
  readonly start: Date
  readonly ms: number
  /** The step's own limit, seconds, where it has struck. */
  readonly timedOut?: number
}

/** A signal that is aborted with another one, and when time is up. `struck` tells which it was; `release` stops the clock. */
export function timeLimit(signal: AbortSignal, seconds: number | undefined): { readonly signal: AbortSignal; readonly struck: () => boolean; readonly release: () => void } {
  if (seconds === undefined || seconds === 0) return { signal, struck: () => false, release: () => undefined }
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), Math.ceil(seconds * 1000))
  return { signal: AbortSignal.any([signal, clock.signal]), struck: () => clock.signal.aborted && !signal.aborted, release: () => clearTimeout(timer) }
}

/** Does several runs once, within the step's own limit of time. */
export async function* attemptSeveral<Event, Result extends PartsResult>(
  { kind, seconds, signal }: { readonly kind: Several['kind']; readonly seconds: number | undefined; readonly signal: AbortSignal },
  begin: (signal: AbortSignal) => AsyncGenerator<Event, Result>,
): AsyncGenerator<Event, Attempted> {
  const start = new Date()
  const began = performance.now()
  const limit = timeLimit(signal, seconds)
  try {
    const result = yield* begin(limit.signal)
    return severalAttempted({ kind, result, start, ms: performance.now() - began, ...(limit.struck() && seconds !== undefined ? { timedOut: seconds } : {}) })
  } finally {
    limit.release()
  }
}

/** Several runs as one step: it has failed when one of them has. Later steps get every answer, each below a heading. */
export function severalAttempted({ kind, result, start, ms, timedOut }: Several): Attempted {
  const { results: parts } = result
  const bad = parts.filter(({ status }) => status !== 'completed')
  const first = bad.find(({ status }) => status === 'failed') ?? bad[0]
  const output = parts.map(section).join('\n\n')
  const span = spanKeys({ start, ms })
  const whole = { backend: kind, ...(output === '' ? {} : { output }), ...span }
  if (timedOut !== undefined) {
    const error = new ClinvkError('timeout', `the ${kind} step was stopped after ${timedOut} s without having finished`, { hint: 'Allow more time with timeout, or ask for less.', details: { timeout_secs: timedOut } })
    return { item: { ...failedItem(kind, error), ...whole }, parts: { [kind]: result } }
  }
  if (first?.error === undefined) return { item: { ...whole, status: 'completed', exit_code: 0 }, parts: { [kind]: result } }
  const { code, message, hint } = first.error
  const all = `${bad.length} of ${parts.length} runs of the ${kind} step did not complete; the first: ${message}`
  return { item: { ...failedItem(kind, new ClinvkError(code, all, hint === undefined ? {} : { hint })), ...whole }, parts: { [kind]: result } }
}

function section({ task_name: title, backend, status, output = '', error }: Part, index: number): string {
  const heading = `## ${index + 1}. ${title === undefined ? backend : `${title} (${backend})`}`
  const text = status === 'completed' ? output : [output, `[${status}: ${error?.message ?? 'no reason is known'}]`].filter((line) => line !== '').join('\n\n')
  return `${heading}\n\n${text}`
}
