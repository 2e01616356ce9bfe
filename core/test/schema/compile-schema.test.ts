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

describe('the draft is the one that $schema names', () => {
  /** Means a list of a number and a text up to 2019-09, and is no schema in 2020-12. */
  const pair = { type: 'array', items: [{ type: 'number' }, { type: 'string' }] }
  test.each(['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft-07/schema', 'http://json-schema.org/draft-06/schema#', 'https://json-schema.org/draft/2019-09/schema'])('%s', ($schema) => {
    const check = compileSchema({ $schema, ...pair })
    expect(check([1, 'a'])).toBeUndefined()
    expect(check([1, 2])).toBe('/1: must be string')
  })

  test('2020-12, also where it is not named', () => {
    const check = (schema: object) => compileSchema({ prefixItems: [{ type: 'number' }], ...schema })
    for (const named of [{}, { $schema: 'https://json-schema.org/draft/2020-12/schema' }, { $schema: 'http://json-schema.org/schema#' }]) expect(check(named)(['a'])).toBe('/0: must be number')
    expect(() => compileSchema(pair)).toThrow('schema is invalid')
  })

  test('references to parts of its own are followed, wherever they stand', () => {
    const node = { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#/definitions/node' } } }, required: ['kids'], additionalProperties: false }
    const check = compileSchema({ $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/node', definitions: { node } })
    expect(check({ kids: [{ kids: [] }] })).toBeUndefined()
    expect(check({ kids: [{ kids: [{}] }] })).toBe("/kids/0/kids/0: must have required property 'kids'")
  })
})

describe('what is no schema is refused', () => {
  test.each([
    ['a text', '"text"', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['a wrong type', '{"type":"objekt"}', 'schema is invalid'],
    ['a pattern that is none', '{"type":"string","pattern":"("}', 'Invalid regular expression'],
    ['of a draft that nobody knows', '{"$schema":"http://json-schema.org/draft-03/schema#","type":"string"}', 'its $schema names no draft that is known'],
    ['a reference to elsewhere', '{"$ref":"https://example.com/schema.json"}', "can't resolve reference"],
  ])('%s', (_what, schema, why) => {
    expect(() => compileSchema(JSON.parse(schema))).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(why) as string }))
  })

  test('a huge one', () => {
    expect(() => compileSchema({ description: 'x'.repeat(300_000) })).toThrow(expect.objectContaining({ code: 'payload_too_large' }))
  })
})
