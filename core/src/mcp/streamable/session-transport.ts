import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { BoundedEventStore } from './event-store.ts'

/** What a transport has to know of its session. */
export interface TransportParts {
  readonly id: string
  readonly events: BoundedEventStore
  /** Resolves when the client has taken what was sent to it for this request. */
  readonly taken: (request: RequestId) => Promise<void>
  /** The request that a message answers; undefined: it is no answer. */
  readonly answers: (message: JSONRPCMessage) => RequestId | undefined
  /** Whether an answer is for nobody. */
  readonly cancelled: (request: RequestId) => boolean
  /** The answer to a request is on its way, or was for nobody. */
  readonly answered: (request: RequestId) => void
}

/** The SDK's transport, which makes nothing ahead of a client that reads slowly, and answers nothing that was cancelled. */
export class SessionTransport extends WebStandardStreamableHTTPServerTransport {
  readonly #parts: TransportParts

  constructor(parts: TransportParts) {
    const { id, events, cancelled } = parts
    const eventStore = {
      storeEvent: async (stream: string, message: JSONRPCMessage) => {
        if (!('id' in message) || 'method' in message || message.id === undefined || !cancelled(message.id)) return events.storeEvent(stream, message)
        events.end(stream)
        return ''
      },
      replayEventsAfter: events.replayEventsAfter.bind(events),
    }
    // Silence is broken by whoever writes the answer to the socket.
    super({ sessionIdGenerator: () => id, eventStore, keepAliveMs: 0 })
    this.#parts = parts
  }

  override async send(message: JSONRPCMessage, options?: { relatedRequestId?: RequestId }): Promise<void> {
    const request = this.#parts.answers(message)
    if (request !== undefined) return this.#answer(message, request)
    await super.send(message, options)
    if (options?.relatedRequestId !== undefined) await this.#parts.taken(options.relatedRequestId)
  }

  async #answer(message: JSONRPCMessage, request: RequestId): Promise<void> {
    const { cancelled, answered } = this.#parts
    const unwanted = cancelled(request)
    if (unwanted) this.closeSSEStream(request)
    try {
      await super.send(message)
    } catch (cause) {
      // It forgets the request, and then says that nobody reads the answer.
      if (!unwanted) throw cause
    } finally {
      answered(request)
    }
  }
}
