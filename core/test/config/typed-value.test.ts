import { expect, test } from 'vitest'
import { findKey } from '../../src/config/key.ts'
import { typedValue } from '../../src/config/typed-value.ts'

test.each([
  ['output.color', 'off', false],
  ['unified_flags.max_turns', '12', 12],
  ['unified_flags.max_turns', 'many', 'many'],
  ['default_backend', 'true', 'true'],
  ['backends.claude.allowed_tools', 'Read, Bash(git log:a,b)', ['Read', 'Bash(git log:a,b)']],
  ['backends.claude.allowed_tools', '["a, b", "c"]', ['a, b', 'c']],
  ['backends.claude.allowed_tools', '', []],
  ['backends.claude', '{"model": "opus"}', { model: 'opus' }],
])('%s from %j', (key, text, value) => {
  expect(typedValue(text, findKey(key).node, key)).toEqual(value)
})

test.each([
  ['3', 3],
  ['text', 'text'],
  ['{"a": [1]}', { a: [1] }],
])('without a schema %j is JSON where it is some', (text, value) => {
  expect(typedValue(text, undefined, 'x')).toEqual(value)
})

test.each([
  ['output', 'json', /cannot set the section output to "json"/],
  ['output', '[1]', /cannot set the section output/],
  ['backends.claude.allowed_tools', '[Read', /is no JSON list/],
])('%s from %j is refused', (key, text, message) => {
  expect(() => typedValue(text, findKey(key).node, key)).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.stringMatching(message), hint: expect.any(String) }))
})
