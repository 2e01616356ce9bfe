import { expect, test } from 'vitest'
import { resetTime } from '../src/reset-time.ts'

/** Local time, as the CLI tells it. */
const now = new Date(2026, 10, 20, 18, 56, 30)
const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds).toISOString()

test.each([
  ['try again at 8:56 PM.', local(2026, 10, 20, 20, 57)],
  ['or try again at 11:59 PM.', local(2026, 10, 21, 0, 0)],
  ['try again at Nov 23rd, 2026 6:56 PM.', local(2026, 10, 23, 18, 57)],
  ['try again at Dec 1st, 2027 12:05 AM.', local(2027, 11, 1, 0, 6)],
  ['try again at Jan 2nd, 2027 12:00 PM.', local(2027, 0, 2, 12, 1)],
  ['Please try again in 1.2s.', later(1200)],
  ['try again in 350ms', later(350)],
  ['try again in 3 hours', later(3 * 3_600_000)],
  ['try again in 1 minute.', later(60_000)],
])('%s', (message, expected) => {
  expect(resetTime(message, now)).toBe(expected)
})

test.each(['try again later.', 'try again at 6:55 PM.', 'try again at Foo 3rd, 2026 6:56 PM', 'try again in 5 parsecs', ''])(
  '"%s" tells no time for sure',
  (message) => {
    expect(resetTime(message, now)).toBeUndefined()
  },
)
