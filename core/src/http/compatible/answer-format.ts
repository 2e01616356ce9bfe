import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../../schema/is-record.ts'

/** The JSON schema that `response_format` (or `text.format`) asks for; undefined for plain text. Errors: `invalid_request`. */
export function schemaOfFormat(format: unknown, location: string): { readonly json_schema?: unknown } {
  if (!isRecord(format) || format['type'] === 'text') return {}
  if (format['type'] === 'json_object') return { json_schema: { type: 'object' } }
  // Chat completions nest the schema; responses do not.
  const holder = isRecord(format['json_schema']) ? format['json_schema'] : format
  // What the vendor tells its model of the format is told by the schema here.
  if (format['type'] === 'json_schema' && isRecord(holder['schema'])) return { json_schema: typeof holder['description'] === 'string' ? { description: holder['description'], ...holder['schema'] } : holder['schema'] }
  const what = format['type'] === 'json_schema' ? 'holds no schema' : 'has a type that is not known'
  throw new ClinvkError('invalid_request', `the response format ${what}`, { hint: 'Use {"type":"json_schema","json_schema":{"name":"...","schema":{...}}}, json_object or text.', details: { location } })
}
