import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RunTimers } from '../../src/process/run-timers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('an event starts the idle time anew, and not the total time', () => {
  const fired: string[] = []
  const timers = new RunTimers({ timeoutMs: 1000, idleMs: 300 }, (reason) => fired.push(reason))
  for (let step = 0; step < 4; step++) {
    vi.advanceTimersByTime(200)
    timers.touch()
  }
  expect(fired).toEqual([])
  vi.advanceTimersByTime(201)
  expect(fired).toEqual(['timeout'])
})

test('the idle time is counted from the last event', () => {
  let fired = 0
  const timers = new RunTimers({ idleMs: 300 }, () => fired++)
  vi.advanceTimersByTime(250)
  timers.touch()
  vi.advanceTimersByTime(295)
  expect(fired).toBe(0)
  vi.advanceTimersByTime(10)
  expect(fired).toBe(1)
})

test('without limits, with 0, and after clear nothing fires', () => {
  let fired = 0
  new RunTimers({}, () => fired++)
  new RunTimers({ timeoutMs: 0, idleMs: 0 }, () => fired++)
  new RunTimers({ timeoutMs: 10, idleMs: 10 }, () => fired++).clear()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(1_000_000)
  expect(fired).toBe(0)
})
