import type { Readable } from 'node:stream'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ErrorCode, isJSONRPCRequest, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { type Refusal, readMessage, refusal } from './incoming.ts'
import { LineReader } from './line-reader.ts'
import type { OpenCalls } from './open-calls.ts'
import { RequestTurns } from './request-turns.ts'

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
 * says nothing to it, and closes at a line that is too long.
 */
export class StdioTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  /** Called when the client has no more to say. */
  ended?: () => void

  readonly #streams: StdioStreams
  readonly #calls: OpenCalls
  readonly #turns: RequestTurns
  readonly #reader = new LineReader(longestMessage, (line) => this.#line(line), () => this.#refuse(refusal(undefined, ErrorCode.InvalidRequest, `a message has more than ${longestMessage} bytes`)))
  #closed = false

  constructor(streams: StdioStreams, calls: OpenCalls) {
    this.#streams = streams
    this.#calls = calls
    this.#turns = new RequestTurns(calls)
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
    const request = this.#turns.answers(message)
    if (request === undefined || !this.#calls.cancelled(request)) await this.#streams.write(`${JSON.stringify(message)}\n`)
    if (request !== undefined) this.#calls.settle(request)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#streams.input.pause()
    this.onclose?.()
  }

  #line(line: string): void {
    if (line.trim() === '' || this.#closed) return
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return this.#refuse(refusal(undefined, ErrorCode.ParseError, 'Parse error: the line is not valid JSON'))
    }
    const read = readMessage(value)
    if ('refused' in read) return this.#refuse(read.refused)
    const { message } = read
    if (isJSONRPCRequest(message)) {
      const problem = this.#turns.begin(message)
      if (problem !== undefined) return this.#refuse(refusal(message.id, ErrorCode.InvalidRequest, problem))
    }
    this.onmessage?.(message)
  }

  #refuse(refused: Refusal): void {
    void this.#streams.write(`${JSON.stringify(refused)}\n`)
  }
}
