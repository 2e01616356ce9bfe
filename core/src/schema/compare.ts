import type { FromSchema } from 'json-schema-to-ts'
import { runFields } from './run-fields.ts'

// An answer of another backend than the one that was asked would be compared under a wrong name.
const { backend: _several, fallback: _none, ...fields } = runFields

/** One prompt for several backends: the body of the API of `clinvk compare`. */
export const compareSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['prompt'],
  properties: {
    ...fields,
    backends: { type: 'array', items: { type: 'string' }, description: 'The backends, each once.' },
    all_backends: { type: 'boolean', description: 'true: every backend that is available, instead of `backends`.' },
    sequential: { type: 'boolean', description: 'true: one after the other, in the order of `backends`; absent: all at once.' },
  },
} as const

/** One prompt for several backends. */
export type CompareDefinition = FromSchema<typeof compareSchema>
