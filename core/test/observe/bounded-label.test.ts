import { expect, test } from 'vitest'
import { boundedLabel } from '../../src/observe/bounded-label.ts'

test('the first values stand for themselves, also later; all others are one', () => {
  const label = boundedLabel(2)
  expect(['a', 'b', 'c', 'a', 'd', 'b'].map(label)).toEqual(['a', 'b', 'other', 'a', 'other', 'b'])
})

test('a long value is cut', () => {
  expect(boundedLabel(1)('x'.repeat(5000))).toHaveLength(100)
})
