import { type Json, objects } from './json.ts'

/** Words whose value is a schema, a list of schemas, or schemas by name. */
const holders = {
  one: new Set(['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then']),
  list: new Set(['allOf', 'anyOf', 'oneOf']),
  named: new Set(['$defs', 'definitions', 'patternProperties', 'properties']),
}

/** The other words that the CLI reads. */
const words = new Set([
  '$comment', '$id', '$ref', 'const', 'contentEncoding', 'contentMediaType', 'default', 'deprecated', 'description', 'enum', 'examples', 'exclusiveMaximum', 'exclusiveMinimum',
  'format', 'maxItems', 'maxLength', 'maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties', 'minimum', 'multipleOf', 'nullable', 'pattern', 'readOnly', 'required',
  'title', 'type', 'uniqueItems', 'writeOnly',
])

/**
 * A JSON schema as the CLI can read it. At a word that it does not know (2.1 knows those of draft 7), and at the name of another draft, it silently
 * leaves out the whole schema, and the model never hears of it. So such words are left out here: what they ask for is told by the rest as far as it
 * goes, and the host checks the answer against the whole. Lists with a schema for each place are written in a way that all drafts read alike.
 */
export function readableSchema(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const { prefixItems, items, additionalItems, ...rest } = schema as Json
  const places = Array.isArray(prefixItems) ? objects(prefixItems) : Array.isArray(items) ? objects(items) : undefined
  const others = Array.isArray(items) ? additionalItems : items
  const each = places === undefined ? items : { anyOf: [...places, ...(typeof others === 'object' ? [others] : [])] }
  const all = each === undefined ? rest : { ...rest, items: each }
  return Object.fromEntries(Object.entries(all).flatMap(([word, value]) => readableWord(word, value)))
}

function readableWord(word: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (holders.one.has(word)) return [[word, readableSchema(value)]]
  if (holders.list.has(word)) return [[word, Array.isArray(value) ? value.map(readableSchema) : value]]
  if (holders.named.has(word)) return [[word, Object.fromEntries(Object.entries(value as Json).map(([name, schema]) => [name, readableSchema(schema)]))]]
  return words.has(word) ? [[word, value]] : []
}
