import { describe, expect, test } from 'vitest'
import { compileSchema } from '../../src/schema/compile-schema.ts'

test('what fits is fine, what does not is said with its place and without its value', () => {
  const check = compileSchema({ type: 'object', properties: { list: { type: 'array', items: { type: 'integer' } } }, required: ['list'], additionalProperties: false })
  expect(check({ list: [1, 2] })).toBeUndefined()
  expect(check({ list: [1, 'secret words'] })).toBe('/list/1: must be integer')
  expect(check({ list: [], more: 1 })).toBe('/: must NOT have additional properties ("more")')
  expect(check([])).toBe('/: must be object')
})

test('keywords and formats that nobody knows are no error', () => {
  expect(compileSchema({ type: 'string', format: 'my-format', 'x-mine': 1 })('a')).toBeUndefined()
})

describe('what is no schema is refused', () => {
  test.each([
    ['a text', '"text"', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['a wrong type', '{"type":"objekt"}', 'schema is invalid'],
    ['a pattern that is none', '{"type":"string","pattern":"("}', 'Invalid regular expression'],
    ['a reference to elsewhere', '{"$ref":"https://example.com/schema.json"}', "can't resolve reference"],
  ])('%s', (_what, schema, why) => {
    expect(() => compileSchema(JSON.parse(schema))).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(why) as string }))
  })

  test('a huge one', () => {
    expect(() => compileSchema({ description: 'x'.repeat(300_000) })).toThrow(expect.objectContaining({ code: 'payload_too_large' }))
  })
})
