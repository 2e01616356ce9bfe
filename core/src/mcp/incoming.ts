import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema, RELATED_TASK_META_KEY, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import { isRecord } from '../schema/is-record.ts'

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

/** Reads a JSON value as one message. */
export function readMessage(value: unknown): { readonly message: JSONRPCMessage } | { readonly refused: Refusal } {
  if (Array.isArray(value)) return { refused: refusal(undefined, ErrorCode.InvalidRequest, 'batches are not supported: send one message at a time') }
  const { success, data: message } = JSONRPCMessageSchema.safeParse(meant(value))
  if (success) return { message }
  return { refused: refusal((value as { readonly id?: unknown } | null | undefined)?.id, ErrorCode.InvalidRequest, 'Invalid Request: this is no JSON-RPC 2.0 message') }
}

/**
 * The value without what its client does not mean: a null for what it does not say, as some write it, and what makes a call part of a task.
 * There are no tasks here, and the protocol has that ignored; the SDK would refuse the call, or send its events nowhere.
 */
function meant(value: unknown): unknown {
  if (!isRecord(value) || !('params' in value)) return value
  const { params, ...rest } = value
  if (params === null) return rest
  if (!isRecord(params)) return value
  const { task: _task, ...members } = withoutNulls(params)
  // Arguments are not looked into: what a null means there is for the tool to say.
  const said = Object.fromEntries(Object.entries(members).map(([name, member]) => [name, isRecord(member) && name !== 'arguments' ? withoutNulls(member) : member]))
  if (!isRecord(said['_meta'])) return { ...rest, params: said }
  const { [RELATED_TASK_META_KEY]: _related, ..._meta } = said['_meta']
  return { ...rest, params: { ...said, _meta } }
}

function withoutNulls(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null))
}
