import { Ajv } from 'ajv'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

/**
 * Everything in a plugin's settings that does not fit their JSON schema (2020-12, or draft 7 where `$schema` says so). Defaults of
 * the schema are written into `settings`. Throws when the schema itself is none.
 */
export function checkSettings(schema: Readonly<Record<string, unknown>>, settings: Record<string, unknown>): readonly ErrorObject[] {
  // A schema of others: words that we do not know are theirs, formats are not checked.
  const options = { allErrors: true, strict: false, useDefaults: true, validateFormats: false } as const
  const dialect = schema['$schema']
  const ajv = typeof dialect === 'string' && dialect.includes('draft-07') ? new Ajv(options) : new Ajv2020(options)
  const validate = ajv.compile(schema)
  return validate(settings) ? [] : (validate.errors ?? [])
}
