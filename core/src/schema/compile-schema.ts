import { ClinvkError } from '@clinvk/plugin-sdk'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

/** Says what is wrong with a value, as `/place: what`; undefined for one that fits. */
export type SchemaCheck = (value: unknown) => string | undefined

/** Longer schemas are refused: compiling one takes time that grows with it. */
const mostCharacters = 256 * 1024

/**
 * Compiles a JSON Schema (2020-12) of somebody else's. References into other documents are not followed; formats are annotations.
 * Errors: `invalid_request` for what is no schema, `payload_too_large` for one of more than 256 Ki characters.
 */
export function compileSchema(schema: unknown): SchemaCheck {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw noSchema('it is no JSON object')
  const { length } = JSON.stringify(schema)
  if (length > mostCharacters) {
    throw new ClinvkError('payload_too_large', `the JSON schema has ${length} characters; at most ${mostCharacters} are taken`, { hint: 'Give a smaller schema.' })
  }
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false })
  let validate: ReturnType<typeof ajv.compile>
  try {
    validate = ajv.compile(schema)
  } catch (cause) {
    throw noSchema(cause instanceof Error ? cause.message : String(cause))
  }
  return (value) => (validate(value) ? undefined : say((validate.errors as ErrorObject[])[0] as ErrorObject))
}

/** Names places and rules, and no value: those come from the model. */
function say({ instancePath, message, params }: ErrorObject): string {
  const extra = typeof params['additionalProperty'] === 'string' ? ` ("${params['additionalProperty']}")` : ''
  return `${instancePath === '' ? '/' : instancePath}: ${message ?? 'does not fit'}${extra}`
}

function noSchema(why: string): ClinvkError {
  return new ClinvkError('invalid_request', `the JSON schema cannot be used: ${why}`, { hint: 'Give a JSON Schema, such as {"type":"object","properties":{...}}.' })
}
