import { ClinvkError, type RunEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { observed, observeTogether, type RunOutcome, type RunWatch } from '../../src/backend/run-observer.ts'

/** A watch that writes down what it is told. */
function noting() {
  const told: unknown[] = []
  const watch: RunWatch = { slot: () => told.push('slot'), firstEvent: () => told.push('first'), ended: (outcome: RunOutcome) => told.push(outcome) }
  return { told, watch }
}

async function* run(events: readonly RunEvent[], failure?: Error): AsyncGenerator<RunEvent, void> {
  yield* events
  if (failure !== undefined) throw failure
}

async function all(events: AsyncGenerator<RunEvent, void>): Promise<RunEvent[]> {
  const seen: RunEvent[] = []
  for await (const event of events) seen.push(event)
  return seen
}

const text: RunEvent = { type: 'message', content: { text: 'PROMPT and ANSWER' } }
const usage = { input_tokens: 3, output_tokens: 2 }

test('the outcome of a success tells the model that answered, tokens and cost, and no text', async () => {
  const { told, watch } = noting()
  const events: RunEvent[] = [{ type: 'warning', content: { code: 'x', message: 'first' } }, { type: 'init', content: { model: 'asked' } }, text, { type: 'done', content: { model: 'answered', token_usage: usage, cost_usd: 0.25 } }]
  const seen = await all(observed(watch, run(events)))
  expect(seen).toEqual(events)
  expect(told).toEqual(['first', { status: 'success', model: 'answered', usage, cost_usd: 0.25 }])
})

test('a failure tells its code, whether it is an event or is thrown', async () => {
  const { told, watch } = noting()
  await all(observed(watch, run([{ type: 'token_usage', content: usage }, { type: 'error', content: { code: 'timeout', message: 'x' } }])))
  await expect(all(observed(watch, run([], new ClinvkError('overloaded', 'x'))))).rejects.toThrow('x')
  await expect(all(observed(watch, run([], new TypeError('x'))))).rejects.toThrow('x')
  expect(told).toEqual(['first', { status: 'error', code: 'timeout', usage }, { status: 'error', code: 'overloaded' }, { status: 'error', code: 'internal_error' }])
})

test('a run that nobody listens to any more was cancelled, and is ended first', async () => {
  const { told, watch } = noting()
  const events = observed(
    watch,
    (async function* () {
      try {
        yield text
      } finally {
        told.push('gone')
      }
    })(),
  )
  await events.next()
  await events.return()
  expect(told).toEqual(['first', 'gone', { status: 'error', code: 'cancelled' }])
})

test('several observers are told all, and what they add to the environment is gathered', () => {
  const [one, other] = [noting(), noting()]
  const watch = observeTogether([() => ({ ...one.watch, spawning: () => ({ A: '1' }) }), () => other.watch, () => ({ spawning: () => ({ B: '2' }) })])({ run_id: 'r', backend: 'acme' })
  watch.slot?.()
  expect([one.told, other.told]).toEqual([['slot'], ['slot']])
  expect(watch.spawning?.({ cwd: '/', command: () => '' })).toEqual({ A: '1', B: '2' })
})
