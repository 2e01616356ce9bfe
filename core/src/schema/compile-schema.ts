import { ClinvkError } from '@clinvk/plugin-sdk'
import { Ajv, type ErrorObject, type Options } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** Says what is wrong with a value, as `/place: what`; undefined for one that fits. */
export type SchemaCheck = (value: unknown) => string | undefined

/** Longer schemas are refused: compiling one takes time that grows with it. */
const mostCharacters = 256 * 1024

/**
 * Compiles a JSON Schema of somebody else's: 2020-12, or the draft that its `$schema` names (2019-09, 7 or 6; the helpers of the vendors' SDKs
 * write draft 7). References into other documents are not followed; formats are annotations.
 * Errors: `invalid_request` for what is no schema, `payload_too_large` for one of more than 256 Ki characters.
 */
export function compileSchema(schema: unknown): SchemaCheck {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw noSchema('it is no JSON object')
  const { length } = JSON.stringify(schema)
  if (length > mostCharacters) {
    throw new ClinvkError('payload_too_large', `the JSON schema has ${length} characters; at most ${mostCharacters} are taken`, { hint: 'Give a smaller schema.' })
  }
  // The name of the draft chooses the reader, and is not looked up: it is written with and without `#`, with http and https.
  const { $schema: draft, ...rest } = schema as { readonly $schema?: unknown }
  let validate: ReturnType<Ajv['compile']>
  try {
    validate = readerOf(draft).compile(rest)
  } catch (cause) {
    throw noSchema(cause instanceof Error ? cause.message : String(cause))
  }
  return (value) => (validate(value) ? undefined : say((validate.errors as ErrorObject[])[0] as ErrorObject))
}

function readerOf(draft: unknown): Pick<Ajv, 'compile'> {
  const options: Options = { strict: false, validateFormats: false, logger: false }
  const name = typeof draft === 'string' ? draft : ''
  if (draft === undefined || /^https?:\/\/json-schema\.org\/(?:draft\/2020-12\/)?schema#?$/.test(name)) return new Ajv2020(options)
  if (/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/.test(name)) return new Ajv2019(options)
  if (/^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/.test(name)) return new Ajv(options)
  throw new Error('its $schema names no draft that is known (2020-12, 2019-09, 7, 6)')
}

/** Names places and rules, and no value: those come from the model. */
function say({ instancePath, message, params }: ErrorObject): string {
  const extra = typeof params['additionalProperty'] === 'string' ? ` ("${params['additionalProperty']}")` : ''
  return `${instancePath === '' ? '/' : instancePath}: ${message ?? 'does not fit'}${extra}`
}

function noSchema(why: string): ClinvkError {
  return new ClinvkError('invalid_request', `the JSON schema cannot be used: ${why}`, { hint: 'Give a JSON Schema, such as {"type":"object","properties":{...}}.' })
}
