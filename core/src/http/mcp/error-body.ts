import type { ClinvkError } from '@clinvk/plugin-sdk'
import { errorBody } from '../../service/error-body.ts'
import { UnreadableBody } from '../middleware/json-body.ts'

/** Codes of JSON-RPC. */
const codes = { parse: -32700, invalid: -32600, internal: -32603, server: -32000 } as const

/** What stops a request before it is a message of the protocol, as an error of the protocol. Nobody knows which message it answers. */
export function mcpErrorBody(error: ClinvkError): object {
  return { jsonrpc: '2.0', id: null, error: { code: codeOf(error), message: error.message, data: errorBody(error) } }
}

function codeOf(error: ClinvkError): number {
  if (error instanceof UnreadableBody) return codes.parse
  if (error.code === 'internal_error') return codes.internal
  return error.code === 'invalid_request' || error.code === 'payload_too_large' ? codes.invalid : codes.server
}
