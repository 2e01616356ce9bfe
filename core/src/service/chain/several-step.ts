import { ClinvkError } from '@clinvk/plugin-sdk'
import { failedItem, type RunItem, spanKeys } from '../run-item.ts'
import type { Attempted } from './ready-step.ts'

/** One run of a step that has several, with what people call it. */
export interface Part extends RunItem {
  readonly title?: string
}

/** What came of several runs together. */
export interface Several {
  readonly kind: 'parallel' | 'compare'
  readonly parts: readonly Part[]
  /** The whole result, for the step's own. */
  readonly result: object
  readonly start: Date
  readonly ms: number
  /** The step's own limit, seconds, where it has struck. */
  readonly timedOut?: number
}

/** Milliseconds that a timer takes at most: 24 days. */
const longestTimer = 2 ** 31 - 1

/** A signal that is aborted with another one, and when time is up. `struck` tells which it was; `release` stops the clock. */
export function timeLimit(signal: AbortSignal, seconds: number | undefined): { readonly signal: AbortSignal; readonly struck: () => boolean; readonly release: () => void } {
  if (seconds === undefined || seconds === 0) return { signal, struck: () => false, release: () => undefined }
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), Math.min(Math.ceil(seconds * 1000), longestTimer))
  return { signal: AbortSignal.any([signal, clock.signal]), struck: () => clock.signal.aborted && !signal.aborted, release: () => clearTimeout(timer) }
}

/** Several runs as one step: it has failed when one of them has. Later steps get every answer, each below a heading. */
export function severalAttempted({ kind, parts, result, start, ms, timedOut }: Several): Attempted {
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

function section({ title, backend, status, output = '', error }: Part, index: number): string {
  const heading = `## ${index + 1}. ${title === undefined ? backend : `${title} (${backend})`}`
  const text = status === 'completed' ? output : [output, `[${status}: ${error?.message ?? 'no reason is known'}]`].filter((line) => line !== '').join('\n\n')
  return `${heading}\n\n${text}`
}
