import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema, RELATED_TASK_META_KEY, type RequestId } from '@modelcontextprotocol/sdk/types.js'

/** Why something is no message, or comes at the wrong time: an answer that is an error. */
export interface Refusal {
  readonly jsonrpc: '2.0'
  /** null where nobody knows what it answers. */
  readonly id: RequestId | null
  readonly error: { readonly code: number; readonly message: string }
}

/** A refusal of what has this id, if that is one. */
export function refusal(id: unknown, code: number, message: string): Refusal {
  return { jsonrpc: '2.0', id: typeof id === 'string' || typeof id === 'number' ? id : null, error: { code, message } }
}

/** Reads a JSON value as one message. There are no tasks here: what relates it to one is left out, as the SDK would send its events nowhere else. */
export function readMessage(value: unknown): { readonly message: JSONRPCMessage } | { readonly refused: Refusal } {
  if (Array.isArray(value)) return { refused: refusal(undefined, ErrorCode.InvalidRequest, 'batches are not supported: send one message at a time') }
  const { success, data: message } = JSONRPCMessageSchema.safeParse(withoutTask(value))
  if (success) return { message }
  return { refused: refusal((value as { readonly id?: unknown } | null | undefined)?.id, ErrorCode.InvalidRequest, 'Invalid Request: this is no JSON-RPC 2.0 message') }
}

function withoutTask(value: unknown): unknown {
  const { params } = (value ?? {}) as { readonly params?: { readonly _meta?: object } }
  if (typeof params?._meta !== 'object' || params._meta === null || !(RELATED_TASK_META_KEY in params._meta)) return value
  const { [RELATED_TASK_META_KEY]: _left, ..._meta } = params._meta
  return { ...(value as object), params: { ...params, _meta } }
}
