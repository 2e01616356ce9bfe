import type { FromSchema } from 'json-schema-to-ts'

/** Which session a tool is about. */
export const sessionCall = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1, description: 'The id of a session, or the beginning of it.' } },
} as const

/** What is left of a session that was deleted. */
export const sessionDeletedSchema = {
  type: 'object',
  required: ['deleted', 'id'],
  properties: { deleted: { type: 'boolean', const: true }, id: { type: 'string', description: 'The whole id.' } },
} as const

/** For what takes nothing. */
export const emptyCall = { type: 'object', additionalProperties: false, properties: {} } as const

export type SessionCall = FromSchema<typeof sessionCall>
