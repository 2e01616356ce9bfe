import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { BoundedEventStore } from './event-store.ts'

/** What a transport has to know of its session. */
export interface TransportParts {
  readonly id: string
  readonly events: BoundedEventStore
  /** Resolves when the client has taken what was sent to it for this request. */
  readonly taken: (request: RequestId) => Promise<void>
  /** This message is on its way. */
  readonly answered: (message: JSONRPCMessage) => void
}

/** The SDK's transport, which makes nothing ahead of a client that reads slowly. */
export class SessionTransport extends WebStandardStreamableHTTPServerTransport {
  readonly #parts: TransportParts

  constructor(parts: TransportParts) {
    // Silence is broken by whoever writes the answer to the socket.
    super({ sessionIdGenerator: () => parts.id, eventStore: parts.events, keepAliveMs: 0 })
    this.#parts = parts
  }

  override async send(message: JSONRPCMessage, options?: { relatedRequestId?: RequestId }): Promise<void> {
    try {
      await super.send(message, options)
    } finally {
      this.#parts.answered(message)
    }
    if (options?.relatedRequestId !== undefined && 'method' in message) await this.#parts.taken(options.relatedRequestId)
  }
}
