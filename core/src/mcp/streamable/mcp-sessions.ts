import { ClinvkError } from '@clinvk/plugin-sdk'
import { ErrorCode, isInitializeRequest, isJSONRPCRequest, type JSONRPCMessage, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import type { Log } from '../../log.ts'
import { Jobs } from '../jobs.ts'
import { readMessage, refusal } from '../incoming.ts'
import { type McpReply, type McpRequest, refused } from './exchange.ts'
import { McpSession } from './mcp-session.ts'

/** What bounds the sessions of a server. */
export interface SessionLimits {
  readonly sessions: number
  /** A session that nobody uses for so long is ended, milliseconds. */
  readonly idleMs: number
  /** So long the call of a client that lost its connection goes on, milliseconds. */
  readonly resumeMs: number
}

/** What the sessions of a server are made of. */
export interface SessionsParts {
  readonly version: string
  readonly log: Log
  /** Asked again and again: the configuration may have changed. */
  readonly limits: () => SessionLimits
}

/** How often sessions are looked at, milliseconds. */
const lookEveryMs = 1000

/** What clients know as "session not found". */
const sessionNotFound = -32001

/** The sessions of all clients over HTTP. Each belongs to the key that made it; for others it is not there. */
export class McpSessions {
  readonly #parts: SessionsParts
  readonly #sessions = new Map<string, McpSession>()
  /** They outlive the session that began them: a client may come back with another one. */
  readonly #jobs: Jobs
  #look: NodeJS.Timeout | undefined

  constructor(parts: SessionsParts) {
    this.#parts = parts
    this.#jobs = new Jobs(parts.log)
  }

  /** Errors: `overloaded` when there are too many sessions. */
  async answer(request: McpRequest): Promise<McpReply> {
    if (request.method === 'POST') return this.#post(request)
    const session = this.#sessionOf(request)
    if (!(session instanceof McpSession)) return session
    if (request.method === 'GET') return session.get(request)
    // The SDK looks at it for the other methods.
    const version = request.headers['mcp-protocol-version']
    if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) {
      return refused(400, refusal(undefined, ErrorCode.InvalidRequest, `the Mcp-Protocol-Version ${JSON.stringify(version.slice(0, 100))} is not known: use one of ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}`))
    }
    await this.#end(session)
    return { status: 204, headers: {} }
  }

  /** What there is for clients has changed: those that listen are told. */
  tellOfLists(): void {
    for (const session of this.#sessions.values()) session.tellOfLists().catch((cause: unknown) => this.#parts.log.debug(`MCP: ${cause instanceof Error ? cause.message : String(cause)}`))
  }

  /** The server stops: streams on which nobody waits for an answer are closed, and calls that nobody waits for are ended. */
  closeDoors(): void {
    for (const session of this.#sessions.values()) session.closeDoors()
  }

  /** Ends all, and resolves when nothing of their calls and jobs is left. */
  async end(): Promise<void> {
    await Promise.all([this.#jobs.end(), ...[...this.#sessions.values()].map((session) => this.#end(session))])
  }

  async #post(request: McpRequest): Promise<McpReply> {
    const read = readMessage(request.body)
    if ('refused' in read) return refused(400, read.refused)
    const { message } = read
    if (request.headers['mcp-session-id'] === undefined && isJSONRPCRequest(message) && message.method === 'initialize') return this.#begin(message, request)
    const session = this.#sessionOf(request)
    return session instanceof McpSession ? session.post(message, request) : session
  }

  async #begin(message: JSONRPCMessage, request: McpRequest): Promise<McpReply> {
    if (!isInitializeRequest(message)) return refused(400, refusal((message as { id?: unknown }).id, ErrorCode.InvalidParams, '"initialize" needs protocolVersion, capabilities and clientInfo'))
    const { version, log, limits } = this.#parts
    const owner = request.servedWith.caller.name
    // Now, while the client waits at the other end: a connection that is closed tells nothing.
    const clientDepth = await request.clientDepth()
    await this.#makeRoom(owner)
    const session = new McpSession({ version, log, owner, clientDepth, jobs: this.#jobs, resumeMs: () => limits().resumeMs })
    this.#sessions.set(session.id, session)
    this.#look ??= setInterval(() => this.#endIdle(), lookEveryMs).unref()
    await session.begin()
    const reply = await session.post(message, request)
    if (reply.status !== 200) await this.#end(session)
    return reply
  }

  /** Errors: `overloaded`, where no session gives way. */
  async #makeRoom(owner: string | undefined): Promise<void> {
    const { sessions: most } = this.#parts.limits()
    while (this.#sessions.size >= most) {
      const leaving = this.#givesWay(owner)
      if (leaving === undefined) {
        throw new ClinvkError('overloaded', `${this.#sessions.size} MCP sessions are open, which is the most that this server has (mcp.max_sessions)`, { hint: 'End one with DELETE, or try again later.', details: { retry_after_secs: 5 } })
      }
      await this.#end(leaving)
    }
  }

  /**
   * What makes room for a session of a key: one of its own that nobody uses. Else one without a call at work of a key that has more
   * than it, also afterwards: so no key shuts others out, and no two take turns in ending each other's.
   */
  #givesWay(owner: string | undefined): McpSession | undefined {
    const all = [...this.#sessions.values()]
    const of = (key: string | undefined) => all.filter((session) => session.owner === key)
    const mine = of(owner)
    const richer = [...new Set(all.map(({ owner: key }) => key))].map(of).filter(({ length }) => length > mine.length + 1).sort((a, b) => b.length - a.length)
    return [mine.filter(({ idleMs }) => idleMs !== undefined), ...richer.map((theirs) => theirs.filter(({ working }) => !working))].map(longestUnused).find((session) => session !== undefined)
  }

  /** The session that a request names, if it is one of the caller's. */
  #sessionOf({ headers, servedWith: { caller } }: McpRequest): McpSession | McpReply {
    const id = headers['mcp-session-id']
    if (id === undefined) return refused(400, refusal(undefined, ErrorCode.InvalidRequest, 'the header Mcp-Session-Id is missing: send "initialize" first, and then the id that comes with its answer'))
    const session = this.#sessions.get(id)
    if (session !== undefined && session.owner === caller.name) return session
    return refused(404, refusal(undefined, sessionNotFound, 'Session not found: it has ended, or is not yours. Send "initialize" to begin another one'))
  }

  async #end(session: McpSession): Promise<void> {
    this.#sessions.delete(session.id)
    if (this.#sessions.size === 0) {
      clearInterval(this.#look)
      this.#look = undefined
    }
    await session.end()
  }

  #endIdle(): void {
    const { idleMs } = this.#parts.limits()
    for (const session of this.#sessions.values()) {
      session.forgetOld()
      if (session.idleMs !== undefined && session.idleMs >= idleMs) this.#end(session).catch((cause: unknown) => this.#parts.log.warn(`an MCP session could not be ended properly: ${cause instanceof Error ? cause.message : String(cause)}`))
    }
  }
}

/** Those with an open connection come last. */
function longestUnused(sessions: readonly McpSession[]): McpSession | undefined {
  return sessions.toSorted((a, b) => (b.idleMs ?? -1) - (a.idleMs ?? -1))[0]
}
