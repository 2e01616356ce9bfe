import type { ClinvkError, ErrorCode } from '@clinvk/plugin-sdk'
import { ErrorCode as RpcCode } from '@modelcontextprotocol/sdk/types.js'
import { type ErrorBody, errorBody } from '../service/error-body.ts'

/** What clients of MCP know as "resource not found". */
export const notFound = -32002

/** What a client can set right. All else is no fault of its request. */
const ofClients: readonly ErrorCode[] = ['invalid_request', 'unsupported', 'payload_too_large', 'permission_denied', 'backend_not_found', 'session_ambiguous']

/** An error of the protocol: its code and message reach the client as they are, and clinvk's own error as its data. The SDK's own puts words before the message. */
export class RpcError extends Error {
  readonly code: number
  readonly data: ErrorBody

  /** `code` where its place in the protocol says more than the error does. */
  constructor(error: ClinvkError, code = codeOf(error)) {
    super(error.message)
    this.code = code
    this.data = errorBody(error)
  }
}

function codeOf({ code }: ClinvkError): number {
  if (code === 'session_not_found') return notFound
  return ofClients.includes(code) ? RpcCode.InvalidParams : RpcCode.InternalError
}
