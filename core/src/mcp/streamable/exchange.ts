import type { Refusal } from '../incoming.ts'
import type { ServedWith } from '../create-server.ts'
import type { Connection } from './answer-stream.ts'

/** Headers that the protocol reads. */
export const readHeaders = ['accept', 'last-event-id', 'mcp-protocol-version', 'mcp-session-id'] as const

/** A request of a client over HTTP: it has passed all that guards the server. */
export interface McpRequest {
  readonly method: 'POST' | 'GET' | 'DELETE'
  readonly headers: Readonly<Partial<Record<(typeof readHeaders)[number], string>>>
  /** The JSON of its body. */
  readonly body: unknown
  readonly servedWith: ServedWith
  /** Looks how deep in runs of clinvk the client is (see client-depth.ts); asked when it begins a session. */
  readonly clientDepth: () => Promise<string | undefined>
}

/** What it is answered with. */
export interface McpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly stream?: Connection
}

/** An answer that is an error of the protocol. */
export function refused(status: number, refusal: Refusal, headers: Readonly<Record<string, string>> = {}): McpReply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(refusal) }
}
