import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import { lenient } from './lenient.ts'
import { shortened } from './problem.ts'
import type { SchemaNode } from './schema-walk.ts'

/**
 * A text as the value that a key wants: truth values and numbers as in a file, a list from commas or JSON, a section from JSON.
 * Without a schema: JSON where it is some, else the text. What does not fit stays a text, for the validation to name.
 * Errors: `invalid_request` for a section that is no JSON, or a list that begins as JSON and is none.
 */
export function typedValue(text: string, node: SchemaNode | undefined, key: string): unknown {
  switch (node?.type) {
    case 'object': {
      const value = parsed(text)
      if (isRecord(value)) return value
      throw new ClinvkError('invalid_request', `cannot set the section ${key} to "${shortened(text)}"`, { hint: `Give JSON such as '{"key": "value"}', or set one key of it: ${key}.KEY` })
    }
    case 'array': {
      if (!text.trimStart().startsWith('[')) return lenient(text, node)
      const value = parsed(text)
      if (Array.isArray(value)) return value
      throw new ClinvkError('invalid_request', `cannot set ${key} to "${shortened(text)}": it is no JSON list`, { hint: 'Give entries parted by commas, or a list such as \'["a", "b"]\'.' })
    }
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
    case 'string':
    case 'boolean':
    case 'integer':
      return lenient(text, node)
    default:
      return parsed(text) ?? text
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
