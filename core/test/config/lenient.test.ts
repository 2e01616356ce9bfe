import { expect, test } from 'vitest'
import { lenient, splitList } from '../../src/config/lenient.ts'

const boolean = { type: 'boolean' }
const integer = { type: 'integer' }

test.each([['true', true], ['TRUE', true], ['yes', true], ['on', true], ['1', true], ['false', false], ['no', false], ['off', false], ['0', false]])('%j is the truth value %j', (text, value) => {
  expect(lenient(text, boolean)).toBe(value)
})

test.each(['', 'maybe', 'constructor', '__proto__', 'toString'])('%j is no truth value and stays for the validation', (text) => {
  expect(lenient(text, boolean)).toBe(text)
})

test.each([['3', 3], ['+3', 3], ['-3', -3], [' 3 ', 3], ['3.5', '3.5'], ['0x10', '0x10'], ['3s', '3s'], ['', '']])('as a whole number %j is %j', (text, value) => {
  expect(lenient(text, integer)).toBe(value)
})

test('a text stays a text where a text is wanted', () => {
  expect(lenient('true', { type: 'string' })).toBe('true')
  expect(lenient('3', { type: 'string' })).toBe('3')
})

test.each([
  ['', []],
  [' , ', []],
  ['Read', ['Read']],
  ['Read, Edit ,Bash', ['Read', 'Edit', 'Bash']],
  ['Bash(git log:a,b),Read', ['Bash(git log:a,b)', 'Read']],
  ['Bash(a(b,c),d),Read', ['Bash(a(b,c),d)', 'Read']],
  ['a),b', ['a)', 'b']],
  ['Bash(a,b', ['Bash(a,b']],
])('the list %j has the entries %j', (text, entries) => {
  expect(splitList(text)).toEqual(entries)
})
