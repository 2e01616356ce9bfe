import type { Config } from '../../config/load.ts'
import type { ServedServices } from '../../container.ts'
import { callerForMcp, exposedTools } from '../../mcp/exposure.ts'
import { readHeaders } from '../../mcp/streamable/exchange.ts'
import type { McpSessions } from '../../mcp/streamable/mcp-sessions.ts'
import { clientDepth } from '../../service/client-depth.ts'
import type { Activity } from '../activity.ts'
import type { HttpContext } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'
import { type Call, type Route, route } from '../route.ts'
import type { ServerLog } from '../server-log.ts'
import type { Surface } from '../surface.ts'
import { answerMcp } from './answer.ts'
import { mcpErrorBody } from './error-body.ts'

/** What the MCP server of an HTTP server is made of. */
export interface McpEndpointParts {
  readonly version: string
  readonly log: ServerLog
  /** Of the HTTP server: when what is at work has to end, calls end. */
  readonly activity: Activity
}

const summaries = { POST: 'Send a message of MCP', GET: 'Hear what the MCP server says', DELETE: 'End a session of MCP' } as const

/** The MCP server of an HTTP server. Its sessions last as long as that one, whatever becomes of the configuration. */
export class McpEndpoint {
  readonly #parts: McpEndpointParts
  #sessions: Promise<McpSessions> | undefined
  #config: Config

  constructor(config: Config, parts: McpEndpointParts) {
    this.#config = config
    this.#parts = parts
    const end = () => this.end().catch((cause: unknown) => parts.log.warn(`MCP sessions could not be ended properly: ${cause instanceof Error ? cause.message : String(cause)}`))
    parts.activity.signal.addEventListener('abort', () => void end(), { once: true })
  }

  /** Its path under a configuration, which counts from the first request that comes in under it, with services for the runs of its clients. */
  surface(config: Config, services: ServedServices): Surface {
    const { http_path: path } = config.mcp
    const rows = Object.entries(summaries).map(([method, summary]) => this.#route(method as keyof typeof summaries, path, summary, services))
    return { name: 'mcp', owns: (ctx) => ctx.path === path, routes: rows, errorBody: mcpErrorBody }
  }

  /** Another configuration counts now: clients hear of it where it changes what they may call. */
  async changed(before: Config, now: Config): Promise<void> {
    if (lists(before) !== lists(now)) (await this.#sessions)?.tellOfLists()
  }

  /** Nobody can come back: closes what nobody waits for. */
  async closeDoors(): Promise<void> {
    ;(await this.#sessions)?.closeDoors()
  }

  /** Ends every session, and resolves when nothing of their calls is left. */
  async end(): Promise<void> {
    await (await this.#sessions)?.end()
  }

  #route(method: keyof typeof summaries, path: string, summary: string, services: ServedServices): Route {
    return route<unknown>({
      method,
      path,
      operationId: `mcp${method}`,
      summary,
      // Each tool looks for the scope that it takes.
      scope: 'any',
      schemas: { ...(method === 'POST' ? { body: {} } : {}), responses: {} },
      handler: async ({ ctx, body, config }: Call<unknown, undefined, undefined>) => {
        // The router takes it for a GET without its body, which here is a stream without end.
        if (ctx.method === 'HEAD') throw new HttpFailure(405, 'invalid_request', `${path} does not take HEAD`, { hint: 'Use GET.', headers: { Allow: Object.keys(summaries).join(', ') } })
        this.#config = config
        const sessions = await (this.#sessions ??= this.#open())
        const servedWith = { services, caller: callerForMcp(ctx.state.caller, config), exposed: exposedTools(config.mcp) }
        const reply = await sessions.answer({ method, headers: headersOf(ctx), body, servedWith, clientDepth: () => clientDepth(ctx.req.socket) })
        answerMcp(ctx, reply, (config.server.write_timeout_secs || 300) * 1000)
      },
    })
  }

  /** Loaded with the first request: most servers are none of MCP. */
  async #open(): Promise<McpSessions> {
    const { McpSessions: Sessions } = await import('../../mcp/streamable/mcp-sessions.ts')
    const limits = () => {
      const { max_sessions: sessions, session_idle_secs: idle, resume_secs: resume } = this.#config.mcp
      return { sessions, idleMs: idle * 1000, resumeMs: resume * 1000 }
    }
    return new Sessions({ version: this.#parts.version, log: this.#parts.log, limits })
  }
}

/** What decides which tools, prompts and resources there are for whom. */
function lists({ mcp, server }: Config): string {
  return JSON.stringify([mcp.tools, server.keys])
}

function headersOf(ctx: HttpContext): Record<string, string> {
  return Object.fromEntries(readHeaders.flatMap((name) => (ctx.get(name) === '' ? [] : [[name, ctx.get(name)]])))
}
