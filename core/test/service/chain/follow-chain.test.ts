import { ClinvkError, type ErrorCode } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import type { ChainEvent, StepResult } from '../../../src/service/chain/chain-result.ts'
import type { ChainState } from '../../../src/service/chain/chain-state.ts'
import { followChain } from '../../../src/service/chain/follow-chain.ts'
import type { ReadyStep } from '../../../src/service/chain/ready-step.ts'
import { failedItem } from '../../../src/service/run-item.ts'

type Step = ReadyStep<string>
type Said = { readonly output?: string; readonly code?: ErrorCode }
type Attempt = (state: ChainState, signal: AbortSignal, attempt: number) => Said | Promise<Said>

/** A step that is not run by any CLI. */
function step(attempt: Attempt, change: Partial<Step> = {}): Step {
  let attempts = 0
  return {
    backend: 'acme',
    retries: 0,
    retryDelayMs: 0,
    async *attempt(state, signal) {
      attempts += 1
      yield 'working'
      const { output, code } = await attempt(state, signal, attempts)
      const ended = code === undefined ? { backend: 'acme', status: 'completed' as const, exit_code: 0 } : failedItem('acme', { code, message: `it ended in ${code}` })
      return { item: { ...ended, ...(output === undefined ? {} : { output }) } }
    },
    ...change,
  }
}

const says = (output: string, change: Partial<Step> = {}) => step(() => ({ output }), change)
const fails = (code: ErrorCode = 'backend_error', change: Partial<Step> = {}) => step(() => ({ output: 'half', code }), change)

interface Followed {
  readonly events: ChainEvent<string>[]
  readonly steps: readonly StepResult[]
}

async function follow(steps: readonly Step[], { stopOnFailure = true, signal = new AbortController().signal, input = '' } = {}): Promise<Followed> {
  const events: ChainEvent<string>[] = []
  const work = followChain(steps, { input, stopOnFailure }, signal)
  for (;;) {
    const next = await work.next()
    if (next.done === true) return { events, steps: next.value }
    events.push(next.value)
  }
}

const statuses = ({ steps }: Followed) => steps.map(({ step: number, status }) => `${number} ${status}`)

describe('steps', () => {
  test('run one after the other, each with what came before', async () => {
    const seen: unknown[] = []
    const look = (output: string) =>
      step((state) => {
        seen.push([state.input, state.previous, state.output(0)])
        return { output }
      })
    expect(statuses(await follow([look('one'), look('two'), look('three')], { input: 'in' }))).toEqual(['1 completed', '2 completed', '3 completed'])
    expect(seen).toEqual([['in', '', ''], ['in', 'one', 'one'], ['in', 'two', 'one']])
  })

  test('tell how they go on, in order', async () => {
    const { events } = await follow([says('a', { name: 'first' }), says('b')])
    expect(events.map(({ type }) => type)).toEqual(['step_started', 'step_event', 'step_ended', 'step_started', 'step_event', 'step_ended'])
    expect(events[2]).toMatchObject({ step: 1, result: { step: 1, name: 'first', backend: 'acme', status: 'completed', exit_code: 0, output: 'a', start_time: expect.any(String), end_time: expect.any(String), duration_seconds: expect.any(Number) } })
  })

  test('a thousand of them', async () => {
    const { steps } = await follow(Array.from({ length: 1000 }, (_step, index) => step((state) => ({ output: `${state.previous}${index % 10}` }))))
    expect(steps).toHaveLength(1000)
    expect(steps[999]?.output).toHaveLength(1000)
  })
})

describe('a failure', () => {
  test('stops the chain, and keeps what there is', async () => {
    const followed = await follow([says('a'), fails(), says('c')])
    expect(statuses(followed)).toEqual(['1 completed', '2 failed'])
    expect(followed.steps[1]).toMatchObject({ output: 'half', exit_code: 1, error: { code: 'backend_error' } })
  })

  test('does not stop a chain that goes on: the half answer is what came before', async () => {
    const followed = await follow([fails(), step((state) => ({ output: `${state.previous}+${state.error(0)}` }))], { stopOnFailure: false })
    expect(statuses(followed)).toEqual(['1 failed', '2 completed'])
    expect(followed.steps[1]?.output).toBe('half+it ended in backend_error')
  })

  test('is whatever a step throws, too', async () => {
    const thrown = new ClinvkError('payload_too_large', 'too long', { backend: 'other', hint: 'Shorten it.', details: { length: 3 } })
    const throwing = (error: Error) => step(() => Promise.reject(error))
    expect((await follow([says('a'), throwing(thrown)])).steps[1]).toMatchObject({ status: 'failed', error: { code: 'payload_too_large', message: 'too long', backend: 'other', hint: 'Shorten it.', details: { length: 3 } } })
    expect((await follow([says('a'), throwing(new TypeError('x is no function'))])).steps[1]?.error).toMatchObject({ code: 'internal_error', message: 'step 2 failed unexpectedly: x is no function' })
  })
})

describe('a condition', () => {
  test.each([
    ['completed', true],
    ['failed', false],
    ['skipped', false],
  ] as const)('on a step that completed: is %s, runs: %s', async (is, runs) => {
    expect(statuses(await follow([says('a'), says('b', { when: { step: 0, is } })]))[1]).toBe(runs ? '2 completed' : '2 skipped')
  })

  test('that does not hold leaves the step out, and nothing else', async () => {
    const followed = await follow([says('a'), says('b', { when: { step: 0, is: 'failed' } }), step((state) => ({ output: `${state.previous}${state.output(1)}` }), { when: { step: 1, is: 'skipped' } })])
    expect(statuses(followed)).toEqual(['1 completed', '2 skipped', '3 completed'])
    expect(followed.steps[1]).toEqual({ step: 2, backend: 'acme', status: 'skipped', exit_code: 0 })
    expect(followed.steps[2]?.output).toBe('a')
  })

  test('that asks for a failure holds also where the chain has stopped, and what follows without one stays out', async () => {
    const onFailure = says('mended', { when: { step: 0, is: 'failed' } })
    expect(statuses(await follow([fails(), says('b'), onFailure, says('d')]))).toEqual(['1 failed', '3 completed'])
    expect(statuses(await follow([fails(), says('b'), onFailure, says('d')], { stopOnFailure: false }))).toEqual(['1 failed', '2 completed', '3 completed', '4 completed'])
  })

  test('on anything else does not hold in a chain that has stopped', async () => {
    expect(statuses(await follow([says('a'), fails(), says('c', { when: { step: 0, is: 'completed' } }), says('d', { when: { step: 2, is: 'skipped' } })]))).toEqual(['1 completed', '2 failed'])
  })
})

describe('retries', () => {
  const passes = (after: number) => step((_state, _signal, attempt) => (attempt > after ? { output: `at ${attempt}` } : { code: 'backend_rate_limited' }), { retries: 2 })

  test('are made until one completes', async () => {
    const { steps, events } = await follow([passes(2)])
    expect(steps[0]).toMatchObject({ status: 'completed', attempts: 3, output: 'at 3' })
    expect(events.map((event) => `${event.type} ${'attempt' in event ? event.attempt : ''}`.trim())).toEqual(['step_started 1', 'step_event', 'step_retry 1', 'step_started 2', 'step_event', 'step_retry 2', 'step_started 3', 'step_event', 'step_ended'])
  })

  test('are no more than were asked for', async () => {
    expect((await follow([passes(3)])).steps[0]).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'backend_rate_limited' } })
  })

  test.each(['invalid_request', 'unsupported', 'payload_too_large', 'backend_unauthenticated', 'backend_disabled', 'internal_error'] as const)('are not made after %s: it would fail again', async (code) => {
    const [only] = (await follow([fails(code, { retries: 5 })])).steps
    expect(only).toMatchObject({ status: 'failed' })
    expect(only).not.toHaveProperty('attempts')
  })

  test('that wait are given up with the chain', async () => {
    const abort = new AbortController()
    const waiting = follow([fails('timeout', { retries: 1, retryDelayMs: 3_600_000 }), says('b')], { signal: abort.signal })
    setImmediate(() => abort.abort())
    const followed = await waiting
    expect(statuses(followed)).toEqual(['1 cancelled'])
    expect(followed.steps[0]).toMatchObject({ output: 'half', exit_code: -1, error: { code: 'cancelled' } })
  })
})

describe('an abort', () => {
  test('ends the step at work; steps before it keep their results, none comes after', async () => {
    const abort = new AbortController()
    const stopped = step((_state, signal) => {
      abort.abort()
      return { output: 'so far', code: signal.aborted ? 'cancelled' : 'internal_error' }
    }, { retries: 3 })
    const followed = await follow([says('a'), stopped, says('c', { when: { step: 1, is: 'failed' } })], { signal: abort.signal, stopOnFailure: false })
    expect(statuses(followed)).toEqual(['1 completed', '2 cancelled'])
    expect(followed.steps.map(({ output }) => output)).toEqual(['a', 'so far'])
  })

  test('before the first step starts none', async () => {
    expect((await follow([says('a')], { signal: AbortSignal.abort() })).events).toEqual([])
  })

  test('of a listener that leaves ends the work of the step', async () => {
    let ended = false
    const work: Step = {
      ...says('a'),
      async *attempt() {
        try {
          yield 'working'
          return await new Promise<never>(() => undefined)
        } finally {
          ended = true
        }
      },
    }
    for await (const event of followChain([work], { input: '', stopOnFailure: true }, new AbortController().signal)) if (event.type === 'step_event') break
    expect(ended).toBe(true)
  })
})
