import type { ErrorCode } from '@clinvk/plugin-sdk'
import { errorFields } from '../../schema/run-reply.ts'

/** The member `error` of an answer with one of these codes. */
function errorMember(codes: readonly ErrorCode[]): object {
  return { ...errorFields, properties: { ...errorFields.properties, code: { type: 'string', enum: codes } } }
}

/** The body of an error answer of the native API. */
export function errorSchema(codes: readonly ErrorCode[]): object {
  return { type: 'object', required: ['error'], properties: { error: errorMember(codes) } }
}

/** The same of a run: what had come of it stands beside the error. */
export function failedRunSchema(reply: { readonly properties: object }): (codes: readonly ErrorCode[]) => object {
  return (codes) => ({ type: 'object', required: ['error'], properties: { ...reply.properties, error: errorMember(codes) } })
}
