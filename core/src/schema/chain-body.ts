import type { FromSchema } from 'json-schema-to-ts'
import { chainSchema } from './chain.ts'

const { steps, ...fields } = chainSchema.properties

/** The body of `POST /api/v1/chain`: a list of steps as `clinvk chain` reads it. */
export const chainBody = {
  type: 'object',
  additionalProperties: false,
  required: ['steps'],
  properties: { steps: { ...steps, maxItems: 100 }, ...fields },
} as const

export type ChainBody = FromSchema<typeof chainBody>
