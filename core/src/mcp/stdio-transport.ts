import type { Readable } from 'node:stream'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ErrorCode, isInitializeRequest, isJSONRPCNotification, isJSONRPCRequest, type JSONRPCMessage, JSONRPCMessageSchema, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import { LineReader } from './line-reader.ts'

/** Longest message of a client, bytes. */
const longestMessage = 10 * 1024 * 1024

/** What the transport reads from and writes to. */
export interface StdioStreams {
  readonly input: Readable
  /** Resolves when more may be written; does nothing once the reader is gone. */
  readonly write: (text: string) => Promise<void>
}

/**
 * One JSON-RPC message a line. What is no message is answered with an error, and the next line is read: the SDK's own transport
 * says nothing to it, and closes at a line that is too long. `idle` tells when every request that came in has its answer.
 */
export class StdioTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  /** Called when the client has no more to say. */
  ended?: () => void

  readonly #streams: StdioStreams
  readonly #open = new Set<RequestId>()
  readonly #waiting = new Set<() => void>()
  readonly #reader = new LineReader(longestMessage, (line) => this.#line(line), () => this.#refuse(undefined, ErrorCode.InvalidRequest, `a message has more than ${longestMessage} bytes`))
  /** The request that begins the session; true once it has been answered. */
  #begun: RequestId | true | undefined
  #closed = false

  constructor(streams: StdioStreams) {
    this.#streams = streams
  }

  async start(): Promise<void> {
    const { input } = this.#streams
    input.on('data', (chunk: Buffer) => this.#reader.push(chunk))
    input.once('end', () => {
      this.#reader.push(Buffer.from('\n')) // a last line need not be ended
      this.ended?.()
    })
    input.once('close', () => this.ended?.())
    // A terminal that is gone, say: the same as an end.
    input.once('error', () => this.ended?.())
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return
    const answers = 'id' in message && !('method' in message) ? message.id : undefined
    if (answers !== undefined && answers === this.#begun) this.#begun = 'result' in message ? true : undefined
    await this.#streams.write(`${JSON.stringify(message)}\n`)
    if (answers !== undefined) this.#answered(answers)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#streams.input.pause()
    this.onclose?.()
  }

  /** Resolves when no request waits for an answer. */
  async idle(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  #line(line: string): void {
    if (line.trim() === '' || this.#closed) return
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return this.#refuse(undefined, ErrorCode.ParseError, 'Parse error: the line is not valid JSON')
    }
    if (Array.isArray(value)) return this.#refuse(undefined, ErrorCode.InvalidRequest, 'batches are not supported: send one message a line')
    const { success, data: message } = JSONRPCMessageSchema.safeParse(value)
    if (!success) return this.#refuse((value as { readonly id?: unknown } | null)?.id, ErrorCode.InvalidRequest, 'Invalid Request: this is no JSON-RPC 2.0 message')
    if (isJSONRPCRequest(message)) {
      const problem = this.#outOfTurn(message)
      if (problem !== undefined) return this.#refuse(message.id, ErrorCode.InvalidRequest, problem)
      this.#open.add(message.id)
    }
    this.onmessage?.(message)
    // Nobody gets an answer to what was cancelled.
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') this.#answered(message.params?.['requestId'] as RequestId)
  }

  /** What is wrong with the time at which a request comes. */
  #outOfTurn(message: Extract<JSONRPCMessage, { method: string; id: RequestId }>): string | undefined {
    if (this.#open.has(message.id)) return `the id ${JSON.stringify(message.id)} is that of a request at work`
    if (message.method === 'initialize') {
      if (this.#begun !== undefined) return 'the session is initialized already'
      if (isInitializeRequest(message)) this.#begun = message.id
      return undefined
    }
    return this.#begun === undefined && message.method !== 'ping' ? 'the session is not initialized: send "initialize" first' : undefined
  }

  #answered(id: RequestId): void {
    this.#open.delete(id)
    if (this.#open.size > 0) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  #refuse(id: unknown, code: number, message: string): void {
    const known = typeof id === 'string' || typeof id === 'number' ? id : null
    void this.#streams.write(`${JSON.stringify({ jsonrpc: '2.0', id: known, error: { code, message } })}\n`)
  }
}
