import { setTimeout as pause } from 'node:timers/promises'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { failedItem, spanKeys } from '../run-item.ts'
import type { ChainEvent, StepResult } from './chain-result.ts'
import { ChainState } from './chain-state.ts'
import { mayPass } from './may-pass.ts'
import type { Attempted, ReadyStep } from './ready-step.ts'

/** How a chain is to be followed. */
export interface FollowOptions {
  readonly input: string
  /** After a failure only steps run whose condition asks for one. */
  readonly stopOnFailure: boolean
}

/**
 * Runs steps one after the other and returns those that were decided on. Aborting `signal`, or leaving the loop, ends the step
 * at work; it counts as cancelled, and none comes after it. Throws nothing: what a step throws is its failure.
 */
export async function* followChain<Event>(steps: readonly ReadyStep<Event>[], { input, stopOnFailure }: FollowOptions, signal: AbortSignal): AsyncGenerator<ChainEvent<Event>, readonly StepResult[]> {
  const state = new ChainState(input)
  const results: StepResult[] = []
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) break
    if (stopOnFailure && state.failed && step.when?.is !== 'failed') continue
    const { name, metadata } = step
    const head = { step: index + 1, ...(name === undefined ? {} : { name }), ...(metadata === undefined ? {} : { metadata }) }
    let result: StepResult
    if (step.when !== undefined && !state.holds(step.when)) {
      state.skipped(index)
      result = { ...head, backend: step.backend, status: 'skipped', exit_code: 0 }
    } else {
      const start = new Date()
      const { attempted, attempts } = yield* attempt(step, index + 1, state, signal)
      state.ran(index, attempted)
      const span = spanKeys({ start, ms: Date.now() - start.getTime() })
      result = { ...head, ...attempted.item, ...(attempts > 1 ? { attempts } : {}), ...attempted.parts, ...span }
    }
    results.push(result)
    yield { type: 'step_ended', step: index + 1, result }
  }
  return results
}

async function* attempt<Event>(step: ReadyStep<Event>, number: number, state: ChainState, signal: AbortSignal): AsyncGenerator<ChainEvent<Event>, { readonly attempted: Attempted; readonly attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    yield { type: 'step_started', step: number, attempt: attempts }
    const attempted = yield* guarded(step, number, state, signal)
    const { item } = attempted
    if (item.error === undefined || signal.aborted || attempts > step.retries || !mayPass(item.error.code)) return { attempted, attempts }
    yield { type: 'step_retry', step: number, attempt: attempts, error: item.error, delay_ms: step.retryDelayMs }
    await pause(step.retryDelayMs, undefined, { signal }).catch(() => undefined) // an abort is seen below
    if (signal.aborted) {
      const cancelled = failedItem(item.backend, new ClinvkError('cancelled', `step ${number} was cancelled before it was tried again`))
      return { attempted: { ...attempted, item: { ...item, ...cancelled } }, attempts }
    }
  }
}

/** One attempt. Its work is given up with the loop of whoever listens. */
async function* guarded<Event>(step: ReadyStep<Event>, number: number, state: ChainState, signal: AbortSignal): AsyncGenerator<ChainEvent<Event>, Attempted> {
  const work = step.attempt(state, signal)
  try {
    for (;;) {
      const next = await work.next()
      if (next.done === true) return next.value
      yield { type: 'step_event', step: number, event: next.value }
    }
  } catch (thrown) {
    return { item: failedItem(step.backend, isClinvkError(thrown) ? thrown : unexpected(thrown, number)) }
  } finally {
    await work.return(undefined as never)
  }
}

/** Other steps have their results already, so a fault of clinvk's own is told as a failure of its step. */
function unexpected(thrown: unknown, number: number): ClinvkError {
  return new ClinvkError('internal_error', `step ${number} failed unexpectedly: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { hint: 'Run it again with CLINVK_LOG=debug and report what it prints.' })
}
