import { ClinvkError, type EventContent, isClinvkError, type RunEvent } from '@clinvk/plugin-sdk'
import { orAborted } from '../schema/or-aborted.ts'
import type { Attempts } from './attempts.ts'
import { type Failure, type FailureSource, movesOn } from './moves-on.ts'
import type { RunPlan } from './plan-run.ts'
import type { RunStep } from './run-prompt.ts'

/** Events that may come before `init`: they are handed out at once. */
const early: readonly RunEvent['type'][] = ['warning', 'retry', 'progress']

/**
 * Asks one backend after the other until one answers. Nothing is tried again after the first text of an answer, or once
 * `signal` is aborted. The failed attempts show as warnings; there is one terminal event. An attempt's `init` is handed out
 * with the first sign of its model, so that one that fails at once leaves none.
 */
export async function* runAttempts(first: RunPlan, attempts: Attempts, run: (plan: RunPlan) => AsyncGenerator<RunEvent, void>, signal: AbortSignal): AsyncGenerator<RunStep, void> {
  let plan = first
  for (;;) {
    for (const { backend, content } of attempts.takeNotes()) yield { plan, backend, event: { type: 'warning', content } }
    const failure = yield* attempt(plan, attempts, run(plan), signal)
    if (failure === undefined) return
    try {
      // Planning cannot be stopped; who cancels does not wait for it.
      plan = await orAborted(attempts.next(plan.backend.name, failure), signal, () => new ClinvkError('cancelled', 'the run was cancelled'))
    } catch (error) {
      if (!isClinvkError(error)) throw error
      yield* attempts.takeNotes().map(({ backend, content }): RunStep => ({ plan, backend, event: { type: 'warning', content } }))
      yield { plan, backend: error.backend ?? plan.backend.name, event: { type: 'error', content: contentOf(error) } }
      return
    }
  }
}

/** One backend's events. Returns its failure where the next one is to be asked. */
async function* attempt(plan: RunPlan, attempts: Attempts, events: AsyncGenerator<RunEvent, void>, signal: AbortSignal): AsyncGenerator<RunStep, EventContent['error'] | undefined> {
  const backend = plan.backend.name
  const step = (event: RunEvent): RunStep => ({ plan, backend, event })
  let init: EventContent['init'] | undefined
  let answered = false
  let failure: EventContent['error'] | undefined
  const givesWay = (error: Failure, source: FailureSource) => attempts.more && !answered && !signal.aborted && movesOn(error, source)
  try {
    for await (const event of events) {
      if (event.type === 'error' && givesWay(event.content, 'run')) {
        // Read on: the next one starts when this one's processes are gone.
        failure = event.content
        continue
      }
      if (event.type === 'init' && !answered) {
        init = { ...init, ...event.content }
        continue
      }
      if (init !== undefined && !early.includes(event.type)) {
        yield step({ type: 'init', content: init })
        init = undefined
      }
      answered ||= event.type === 'message' && event.content.text !== ''
      yield step(event.type === 'error' ? { type: 'error', content: attempts.ending(backend, event.content) } : event)
    }
  } catch (error) {
    // Before its first event: it could not be started.
    if (!isClinvkError(error)) throw error
    if (givesWay(error, 'start')) return contentOf(error)
    if (attempts.failed.length === 0) throw error
    yield step({ type: 'error', content: attempts.ending(backend, error) })
  }
  return failure
}

function contentOf({ code, message, hint, details }: ClinvkError): EventContent['error'] {
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(details === undefined ? {} : { details }) }
}
