import type { FromSchema } from 'json-schema-to-ts'
import { compareSchema } from './compare.ts'

const { backends, ...fields } = compareSchema.properties

/** The body of `POST /api/v1/compare`: as the chain's step. */
export const compareBody = {
  type: 'object',
  additionalProperties: false,
  required: ['prompt'],
  properties: { ...fields, backends: { ...backends, maxItems: 50 } },
} as const

export type CompareBody = FromSchema<typeof compareBody>
