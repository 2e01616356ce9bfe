import { expect, test } from 'vitest'
import { parseOlderThan } from '../../src/session/retention.ts'

test.each([['30d', 2_592_000_000], ['30', 2_592_000_000], ['12h', 43_200_000], ['45m', 2_700_000], ['2w', 1_209_600_000], ['0', 0], ['0d', 0]])('%s is an age', (text, ms) => {
  expect(parseOlderThan(text)).toBe(ms)
})

test.each(['', '-3d', '1x', '12 h', '1.5d', '1e3', '+2d', 'd', '30dd', '12H', '1d12h', '9999999d'])('"%s" is refused', (text) => {
  expect(() => parseOlderThan(text)).toThrow(expect.objectContaining({ code: 'invalid_request', message: `invalid --older-than value: "${text}"` }))
})
