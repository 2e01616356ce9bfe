import type { FromSchema } from 'json-schema-to-ts'

/** Entries of a page when the request does not say. */
export const usualPage = 100

const limit = { type: 'integer', minimum: 1, maximum: 1000, description: `Entries at most; absent: ${usualPage}.` } as const
const offset = { type: 'integer', minimum: 0, maximum: 1_000_000_000, description: 'Entries to pass over; absent: none.' } as const

/** Query of a list that has pages. */
export const pageQuery = { type: 'object', additionalProperties: false, properties: { limit, offset } } as const

/** Query of the list of sessions. */
export const sessionQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    backend: { type: 'string', description: 'Only sessions of this backend.' },
    status: { type: 'string', enum: ['active', 'completed', 'error', 'paused'], description: 'Only those with this status.' },
    model: { type: 'string', description: 'Only those that this model answered last.' },
    tag: { type: 'string', description: 'Only those with this tag.' },
    working_dir: { type: 'string', description: 'Only those of this directory.' },
    q: { type: 'string', pattern: '\\S', maxLength: 1000, description: 'Only those whose title, prompts or answers hold this text, in small or capital letters.' },
    limit,
    offset,
  },
} as const

/** Path of one session. */
export const sessionPath = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', description: 'The id of a session, or the beginning of it.' } },
} as const

/** Body that changes a session. */
export const sessionChange = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    title: { type: 'string', maxLength: 500, description: 'Empty: none.' },
    tags: { type: 'array', maxItems: 100, uniqueItems: true, items: { type: 'string', minLength: 1, maxLength: 100 }, description: 'All its tags from now on.' },
  },
} as const

export type PageQuery = FromSchema<typeof pageQuery>
export type SessionListQuery = FromSchema<typeof sessionQuery>
export type SessionPath = FromSchema<typeof sessionPath>
export type SessionChangeBody = FromSchema<typeof sessionChange>
