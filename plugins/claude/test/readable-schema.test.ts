import { expect, test } from 'vitest'
import { readableSchema } from '../src/readable-schema.ts'

test('what the CLI reads stays as it is, at every depth', () => {
  const schema = {
    type: 'object',
    properties: { type: { type: 'string', format: 'date-time' }, discriminator: { $ref: '#/$defs/kind' }, list: { type: 'array', items: { anyOf: [{ type: 'null' }, { enum: ['a', { 'x-mine': 1 }] }] } } },
    required: ['type'],
    additionalProperties: false,
    $defs: { kind: { const: { unknown: 1 } } },
  }
  expect(readableSchema(schema)).toEqual(schema)
})

test('the name of the draft, and words that the CLI does not know, are left out wherever they stand', () => {
  const choice = { oneOf: [{ properties: { kind: { const: 'a', 'x-order': 1 } }, unevaluatedProperties: false }], discriminator: { propertyName: 'kind' } }
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', properties: { choice }, additionalProperties: { dependentRequired: { a: ['b'] } } }
  expect(readableSchema(schema)).toEqual({ properties: { choice: { oneOf: [{ properties: { kind: { const: 'a' } } }] } }, additionalProperties: {} })
})

test('a list with a schema for each place allows each of them', () => {
  const anyOf = [{ type: 'number' }, { type: 'string' }]
  expect(readableSchema({ type: 'array', prefixItems: anyOf, items: false, minItems: 2 })).toEqual({ type: 'array', items: { anyOf }, minItems: 2 })
  expect(readableSchema({ type: 'array', items: anyOf, additionalItems: { type: 'null', 'x-mine': 1 } })).toEqual({ type: 'array', items: { anyOf: [...anyOf, { type: 'null' }] } })
  expect(readableSchema({ not: { items: true } })).toEqual({ not: { items: true } })
})
