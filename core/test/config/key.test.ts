import { describe, expect, test } from 'vitest'
import { findKey } from '../../src/config/key.ts'

test.each([
  ['output.format', ['output', 'format'], 'string'],
  ['OUTPUT.Format', ['output', 'format'], 'string'],
  ['output', ['output'], 'object'],
  ['backends.acme.enabled', ['backends', 'acme', 'enabled'], 'boolean'],
])('%s is a key', (name, path, type) => {
  expect(findKey(name)).toMatchObject({ path, node: { type } })
})

describe('an unknown key is refused with the nearest one', () => {
  test.each([
    ['output.fromat', 'output.format'],
    ['ouptut.format', 'output'],
    ['format', 'output.format'],
    ['backends.claude.modle', 'backends.claude.model'],
    ['session.retention_day', 'session.retention_days'],
  ])('%s', (name, nearest) => {
    expect(() => findKey(name)).toThrow(expect.objectContaining({ code: 'invalid_request', message: `unknown key "${name}"`, hint: `Did you mean "${nearest}"?`, details: { key: name, nearest } }))
  })

  test.each(['zzzzzzzz', 'output.', '', '.', '__proto__', 'constructor.prototype', 'output.format.x'])('%j, which is like no other', (name) => {
    expect(() => findKey(name)).toThrow(expect.objectContaining({ code: 'invalid_request', message: `unknown key "${name}"` }))
  })

  test('a very long one is not repeated as a whole', () => {
    expect(() => findKey('x'.repeat(100_000))).toThrow(/^.{0,300}$/)
  })
})
