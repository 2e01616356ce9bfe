import { errorFields } from '../../schema/run-reply.ts'

/** The body of an error answer of the native API. */
export const errorSchema = { type: 'object', required: ['error'], properties: { error: errorFields } } as const
