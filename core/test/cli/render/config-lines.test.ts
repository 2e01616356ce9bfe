import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configLines, plainValue } from '../../../src/cli/render/config-lines.ts'

const config = { a: 'text', b: { c: true, d: 3, e: [], f: ['x', 'y: z'], g: {} }, h: 'two\nlines', i: 'yes', j: '12', k: '- x', l: '~', m: 'a: b', n: 'a #b', o: '' }

test('reads back as what it was', () => {
  expect(parse(configLines(config, { columns: Number.POSITIVE_INFINITY }))).toEqual(config)
  expect(parse(configLines(config, { columns: Number.POSITIVE_INFINITY, note: () => 'here' }))).toEqual(config)
})

test('fits the terminal, also with notes and long lists', () => {
  const long = { prompt: 'word '.repeat(80), list: Array.from({ length: 30 }, (_item, index) => `entry ${index}`), deep: { er: { path: 'x'.repeat(300) } } }
  for (const note of [undefined, () => `/${'folder/'.repeat(30)}config.yaml:3`]) {
    const lines = configLines(long, { columns: 60, ...(note === undefined ? {} : { note }) }).split('\n')
    expect(lines.filter((line) => line.length > 60)).toEqual([])
    expect(lines.length).toBeGreaterThan(30)
  }
})

test('a text cannot drive the terminal', () => {
  expect(configLines({ a: '\u001B]52;c;x\u0007', '\u009B31m': 'x' }, { columns: 80 })).not.toMatch(/[\u0007\u001B\u0080-\u009F]/)
})

test.each([
  ['text', 'text'],
  [3, '3'],
  [null, ''],
  [['a', 'b c'], 'a\nb c'],
  [{ a: { b: 1 } }, 'a:\n  b: 1'],
])('%j alone is printed for a script', (value, text) => {
  expect(plainValue(value)).toBe(text)
})
