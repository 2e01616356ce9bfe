import { describe, expect, test } from 'vitest'
import { afterFailure, afterSuccess, type BreakerState, closed, longestOpenMs, parseState, waitMs, withTrial } from '../../src/backend/breaker-state.ts'

const settings = { failures: 3, openMs: 30_000, successes: 2 }
const open: BreakerState = { state: 'open', failures: 3, opened_at: 1_000_000, open_ms: 30_000 }
const halfOpen = withTrial(open, { id: 'one', since: 1, host: 'h', owner: { pid: 2, start_time: '3' } })

describe('a closed breaker', () => {
  test('opens with the last of so many failures in a row', () => {
    let state = closed
    for (const failures of [1, 2]) {
      state = afterFailure(state, 5, settings, { tried: false })
      expect(state).toEqual({ state: 'closed', failures })
    }
    expect(afterFailure(state, 5, settings, { tried: false })).toEqual({ state: 'open', failures: 3, opened_at: 5, open_ms: 30_000 })
  })

  test('forgets its failures with a success', () => {
    expect(afterSuccess({ state: 'closed', failures: 2 }, settings, false)).toBe(closed)
  })

  test('stays open until a limit ends, but for no longer than an hour', () => {
    const last: BreakerState = { state: 'closed', failures: 2 }
    const openMs = (resetAt: number) => afterFailure(last, 1000, settings, { tried: false, resetAt }).open_ms
    expect(openMs(601_000)).toBe(600_000)
    expect(openMs(2000)).toBe(30_000)
    expect(openMs(-5)).toBe(30_000)
    expect(openMs(1e15)).toBe(longestOpenMs)
  })
})

describe('an open breaker', () => {
  test('is not moved by runs that began before', () => {
    expect(afterFailure(open, 5, settings, { tried: false })).toBe(open)
    expect(afterSuccess(open, settings, false)).toBe(open)
  })

  test.each([
    ['at once', 1_000_000, 30_000],
    ['later', 1_029_999, 1],
    ['when its time is over', 1_030_000, 0],
    ['when the clock jumped forward by a year', 1_000_000 + 3e10, 0],
    ['when the clock of another machine is 20 s behind', 980_000, 50_000],
    ['when the clock was set back by a day', 1_000_000 - 86_400_000, 0],
  ])('has to be waited for, %s', (_when, now, expected) => {
    expect(waitMs(open, now)).toBe(expected)
  })
})

describe('a half-open breaker', () => {
  test('closes with the last of so many successful trials', () => {
    const once = afterSuccess(halfOpen, settings, true)
    expect(once).toEqual({ state: 'half-open', failures: 3, successes: 1 })
    expect(afterSuccess(once, settings, true)).toBe(closed)
  })

  test('opens again with one failed trial', () => {
    expect(afterFailure(afterSuccess(halfOpen, settings, true), 7, settings, { tried: true })).toEqual({ state: 'open', failures: 4, opened_at: 7, open_ms: 30_000 })
  })

  test('is not moved by runs that are no trial', () => {
    expect(afterFailure(halfOpen, 7, settings, { tried: false })).toBe(halfOpen)
    expect(afterSuccess(halfOpen, settings, false)).toBe(halfOpen)
  })
})

test.each(['', '{', 'null', '[]', '{"state":"ajar","failures":1}', '{"state":"open","failures":1}', '{"state":"closed","failures":-1}', '{"state":"half-open","failures":1,"trial":{"id":1}}', '{"state":"half-open","failures":1,"trial":{"id":"a","since":1,"host":"h"}}'])(
  'the text %j is no state',
  (text) => {
    expect(parseState(text)).toBeUndefined()
  },
)

test('what was written is read again', () => {
  for (const state of [closed, open, halfOpen]) expect(parseState(JSON.stringify(state))).toEqual(state)
})
