import { expect, test } from 'vitest'
import { answerColumns } from '../../../src/cli/render/answer-columns.ts'
import { displayWidth } from '../../../src/cli/render/fit-width.ts'
import { fill, wrapText } from '../../../src/cli/render/wrap-text.ts'

test.each([
  ['a short line', 20, ['a short line']],
  ['one two three four', 9, ['one two', 'three', 'four']],
  ['  indented words go on', 12, ['  indented', 'words go on']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['2. 没有超时设置', 8, ['2. 没有', '超时设置']],
  ['first\n\n\tsecond', 20, ['first', '', '    second']],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 4, ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦']],
  ['', 5, ['']],
])('%j in %i columns', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines)
  for (const line of wrapText(text, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width)
})

test('a text is filled to its columns, not to its letters', () => {
  expect(fill('没有', 6)).toBe('没有  ')
})

test.each([[80, 2], [160, 2], [160, 3], [200, 4]])('in %i columns %i answers stand side by side, and every line has one edge', (columns, count) => {
  const answers = Array.from({ length: count }, (_, index) => ({ heading: `[b${index}]`, text: 'Some words 没有超时设置 '.repeat(index * 3 + 1) }))
  const lines = answerColumns(answers, columns) ?? []
  expect(lines.length).toBeGreaterThan(3)
  const edge = displayWidth(lines[0]?.split('│')[0] ?? '')
  for (const line of lines) {
    expect(displayWidth(line)).toBeLessThanOrEqual(columns)
    expect(displayWidth(line.split('│')[0] ?? '')).toBe(edge)
  }
})

test.each([[80, 3], [74, 2], [200, 1]])('in %i columns %i answers do not', (columns, count) => {
  expect(answerColumns(Array.from({ length: count }, () => ({ heading: 'x', text: 'y' })), columns)).toBeUndefined()
})
