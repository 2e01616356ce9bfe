import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { severalAttempted, timeLimit } from '../../../src/service/chain/several-step.ts'

const span = { start: new Date(), ms: 5 }
const completed = { backend: 'acme', status: 'completed', exit_code: 0, output: 'fine' } as const
const failed = { backend: 'other', status: 'failed', exit_code: 6, error: { code: 'timeout', message: 'too slow', hint: 'Wait.' } } as const
const cancelled = { backend: 'acme', status: 'cancelled', exit_code: -1, error: { code: 'cancelled', message: 'canceled (fail-fast)' } } as const
const several = (...parts: Parameters<typeof severalAttempted>[0]['result']['results']) => severalAttempted({ kind: 'parallel', result: { results: parts }, ...span })

describe('several runs as one step', () => {
  test('have completed together', () => {
    expect(several(completed, { ...completed, task_name: 'second' })).toEqual({
      item: { backend: 'parallel', status: 'completed', exit_code: 0, output: '## 1. acme\n\nfine\n\n## 2. second (acme)\n\nfine', start_time: span.start.toISOString(), end_time: expect.any(String), duration_seconds: 0.005, duration_ms: 5 },
      parts: { parallel: { results: [completed, { ...completed, task_name: 'second' }] } },
    })
  })

  test('have failed with the first that failed, not with one that it took along', () => {
    expect(several(cancelled, failed, completed).item).toMatchObject({ status: 'failed', exit_code: 6, error: { code: 'timeout', message: '2 of 3 runs of the parallel step did not complete; the first: too slow', hint: 'Wait.' } })
    expect(several(cancelled, failed).item.output).toBe('## 1. acme\n\n[cancelled: canceled (fail-fast)]\n\n## 2. other\n\n[failed: too slow]')
  })

  test('are cancelled together', () => {
    expect(several(completed, cancelled).item).toMatchObject({ status: 'cancelled', exit_code: -1 })
  })
})

describe('a limit of time', () => {
  test('strikes', async () => {
    const limit = timeLimit(new AbortController().signal, 0.01)
    await new Promise((resolve) => limit.signal.addEventListener('abort', resolve, { once: true }))
    expect(limit.struck()).toBe(true)
  })

  test('is not what ended a chain that was stopped before', async () => {
    const abort = new AbortController()
    const limit = timeLimit(abort.signal, 0.01)
    abort.abort()
    await pause(30)
    expect([limit.signal.aborted, limit.struck()]).toEqual([true, false])
  })

  test('of 0, or none, is none', () => {
    const { signal } = new AbortController()
    expect([timeLimit(signal, 0).signal, timeLimit(signal, undefined).signal]).toEqual([signal, signal])
  })
})
