import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { ErrorCode, isJSONRPCRequest, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import { createMcpServer, type ServedWith, type ServerParts } from '../create-server.ts'
import { refusal } from '../incoming.ts'
import { OpenCalls } from '../open-calls.ts'
import { RequestTurns } from '../request-turns.ts'
import { AnswerStream } from './answer-stream.ts'
import { BoundedEventStore, type Place } from './event-store.ts'
import { type McpReply, type McpRequest, refused } from './exchange.ts'
import { SessionTransport } from './session-transport.ts'

/** What a session is made of. */
export interface SessionParts extends Pick<ServerParts, 'version' | 'log' | 'jobs'> {
  /** The name of the key that made it; absent: no keys are configured. */
  readonly owner: string | undefined
  /** How deep in runs of clinvk the client was when it began. So deep are its runs, whatever connection asks for them. */
  readonly clientDepth: string | undefined
  /** How long the run of a client that lost its connection goes on, milliseconds. */
  readonly resumeMs: () => number
}

/** How long answers may take on their way out when the session ends, milliseconds. */
const lastWordsMs = 5000

/**
 * One client over HTTP. Its calls outlive the connections that began them: a client that lost one gets the rest, and the answer, over
 * another one. When it does not come back, the call is ended.
 */
export class McpSession {
  readonly id = randomUUID()
  readonly owner: string | undefined
  readonly #parts: SessionParts
  readonly #calls = new OpenCalls((request) => this.#detach(request))
  readonly #turns = new RequestTurns(this.#calls)
  readonly #events = new BoundedEventStore()
  /** Of requests that wait for their answers. */
  readonly #answers = new Map<RequestId, AnswerStream>()
  readonly #transport: SessionTransport
  readonly #server: Server
  #connections = 0
  #usedAt = performance.now()
  #ending: Promise<void> | undefined

  constructor(parts: SessionParts) {
    this.owner = parts.owner
    this.#parts = parts
    this.#transport = new SessionTransport({
      id: this.id,
      events: this.#events,
      taken: async (request) => this.#answers.get(request)?.taken(),
      answers: (message) => this.#turns.answers(message),
      cancelled: (request) => this.#calls.cancelled(request),
      answered: (request) => this.#settle(request),
    })
    this.#server = createMcpServer({ version: parts.version, log: parts.log, calls: this.#calls, jobs: parts.jobs, servedWith: (auth) => auth?.extra?.['servedWith'] as ServedWith })
  }

  /** Milliseconds since somebody used it; undefined while a connection is open, or a call at work. */
  get idleMs(): number | undefined {
    return this.#connections > 0 || this.working ? undefined : performance.now() - this.#usedAt
  }

  /** A call is at work. */
  get working(): boolean {
    return this.#calls.count > 0
  }

  /** To be called before anything else. */
  begin(): Promise<void> {
    return this.#server.connect(this.#transport)
  }

  /** Takes one message. A request is answered by a stream that ends with its answer. */
  async post(message: JSONRPCMessage, { headers, servedWith }: McpRequest): Promise<McpReply> {
    this.#usedAt = performance.now()
    const request = isJSONRPCRequest(message) ? message.id : undefined
    const problem = isJSONRPCRequest(message) ? this.#turns.begin(message) : undefined
    if (problem !== undefined) return refused(400, refusal(request, ErrorCode.InvalidRequest, problem))
    const answer = request === undefined ? undefined : this.#answerOf(request)
    const response = await this.#transport.handleRequest(httpRequest('POST', headers), { parsedBody: message, authInfo: authInfo(this.#deepened(servedWith)) })
    const reply = await this.#reply(response, answer)
    if (reply.stream === undefined && request !== undefined) this.#settle(request)
    return reply
  }

  /** Opens a stream for what the server has to say by itself or, with `last-event-id`, goes on with one that broke off. */
  async get({ headers }: McpRequest): Promise<McpReply> {
    this.#usedAt = performance.now()
    const last = headers['last-event-id']
    if (last === undefined) return this.#reply(await this.#transport.handleRequest(httpRequest('GET', headers)))
    const place = this.#events.place(last)
    if (place === undefined) return refused(400, refusal(undefined, ErrorCode.InvalidRequest, `nothing is kept of the stream of Last-Event-ID ${JSON.stringify(last.slice(0, 100))}: ask anew`))
    // By this a reader of server-sent events knows that it need not come again.
    if (place.last) return { status: 204, headers: {} }
    if (!place.complete) this.#parts.log.warn('an MCP client comes back after so long that not everything it has missed is kept')
    const answer = [...this.#answers.values()].find(({ name }) => name === place.stream)
    return this.#reply(await this.#transport.handleRequest(httpRequest('GET', headers)), answer)
  }

  /** Tells a client that listens that what there is for it has changed. */
  async tellOfLists(): Promise<void> {
    await Promise.all([this.#server.sendToolListChanged(), this.#server.sendPromptListChanged(), this.#server.sendResourceListChanged()])
  }

  /** No client can come back: what nobody reads is ended, and nothing more is said without being asked. */
  closeDoors(): void {
    this.#transport.closeStandaloneSSEStream()
    for (const [request, answer] of this.#answers) if (!answer.connected) this.#calls.cancel(request)
  }

  /** Ends all calls, with their whole process trees, and then every stream. */
  end(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  /** Forgets what was sent too long ago. */
  forgetOld(): void {
    this.#events.forgetOld()
  }

  async #end(): Promise<void> {
    await this.#calls.end()
    // What was asked gets its answer, if there is still somebody who reads.
    await Promise.race([this.#calls.idle(), pause(lastWordsMs, undefined, { ref: false })])
    await this.#server.close()
  }

  #deepened(servedWith: ServedWith): ServedWith {
    const { clientDepth: depth } = this.#parts
    return depth === undefined ? servedWith : { ...servedWith, caller: { ...servedWith.caller, depth } }
  }

  #answerOf(request: RequestId): AnswerStream {
    let patience: NodeJS.Timeout | undefined
    const answer = new AnswerStream({
      read: (text) => {
        answer.name ??= this.#placeOf(text)?.stream
      },
      taken: (text) => this.#placeOf(text)?.last === true,
      left: () => {
        clearTimeout(patience)
        if (this.#answers.get(request) !== answer) return
        patience = setTimeout(() => {
          // Not cancelled: who comes back later still waits, and is to hear how it ended.
          if (!answer.connected && this.#answers.get(request) === answer) this.#calls.stop(request)
        }, this.#parts.resumeMs()).unref()
      },
    })
    this.#answers.set(request, answer)
    return answer
  }

  /** A request has its answer, or was refused. */
  #settle(request: RequestId): void {
    this.#answers.delete(request)
    this.#calls.settle(request)
  }

  /** There is no answer to wait for. */
  #detach(request: RequestId): void {
    const stream = this.#answers.get(request)?.name
    this.#answers.delete(request)
    if (stream !== undefined) this.#events.end(stream)
    this.#transport.closeSSEStream(request)
  }

  /** Where a client stands that has taken this event. */
  #placeOf(text: string): Place | undefined {
    const id = /^(?:event: message\n)?id: (\S+)\n/.exec(text)?.[1]
    return id === undefined ? undefined : this.#events.place(id)
  }

  /** What the SDK answers, in our terms. */
  async #reply(response: Response, answer?: AnswerStream): Promise<McpReply> {
    const headers = Object.fromEntries(['Content-Type', 'Mcp-Session-Id', 'Allow'].flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name) ?? '']] : [])))
    const { status, body } = response
    if (body === null) return { status, headers }
    if (headers['Content-Type'] !== 'text/event-stream') return { status, headers, body: await response.text() }
    const read = answer ?? new AnswerStream({ read: () => {}, taken: (text) => this.#placeOf(text)?.last === true, left: () => {} })
    const { texts, close } = read.connect(body)
    this.#connections += 1
    let closed = false
    return {
      status,
      headers,
      stream: {
        texts,
        close: () => {
          if (!closed) this.#connections -= 1
          closed = true
          this.#usedAt = performance.now()
          close()
        },
      },
    }
  }
}

/** The request as the SDK reads it: nothing of it but what the protocol is about, so no key either. */
function httpRequest(method: string, headers: McpRequest['headers']): Request {
  return new Request('http://localhost/', { method, headers: { ...headers, ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}) } })
}

/** The SDK's way of handing over, with a request, who it is from. What it has no use for is empty. */
function authInfo(servedWith: ServedWith): AuthInfo {
  return { token: '', clientId: servedWith.caller.name ?? '', scopes: [...servedWith.caller.scopes], extra: { servedWith } }
}
