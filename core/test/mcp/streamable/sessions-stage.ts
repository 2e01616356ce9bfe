import { afterEach, beforeEach, vi } from 'vitest'
import type { ServedServices } from '../../../src/container.ts'
import type { McpReply, McpRequest } from '../../../src/mcp/streamable/exchange.ts'
import { McpSessions, type SessionLimits } from '../../../src/mcp/streamable/mcp-sessions.ts'

/** A run that tells what it is told, and ends when it is stopped. */
interface Run {
  readonly tell: (text: string) => void
  readonly finish: () => void
  readonly stopped: () => boolean
  /** How many texts it has told. */
  readonly told: () => number
}

/** What is anew before each test. */
interface Stage {
  limits: SessionLimits
  sessions: McpSessions
  warnings: string[]
  readonly runs: Run[]
  /** What the processes of a run that is stopped take until they are gone. */
  gone: Promise<void>
}

/** A request that is answered at once. */
export const ping = { jsonrpc: '2.0', id: 7, method: 'ping' }

/** A call that runs. */
export const prompt = (id: number | string = 2) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'hi' } } })

/** Reads a whole stream. */
export async function read({ stream }: McpReply): Promise<any[]> {
  const messages: any[] = []
  for await (const text of stream?.texts ?? []) {
    const data = /^data: (.+)$/m.exec(text)?.[1]
    if (data !== undefined) messages.push(JSON.parse(data))
  }
  stream?.close()
  return messages
}

/** The id of an event. */
export const idOf = (text: string | undefined) => /^id: (.+)$/m.exec(text ?? '')?.[1] ?? ''

/** What is due now is done. */
export const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Time passes. */
export const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** Sets a server of sessions up before each test of a file, in a time of its own. */
export function sessionsStage() {
  const stage = { runs: [] } as unknown as Stage
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
    stage.limits = { sessions: 10, idleMs: 60_000, resumeMs: 5000 }
    stage.warnings = []
    stage.runs.splice(0)
    stage.gone = Promise.resolve()
    stage.sessions = new McpSessions({ version: '1', log: { debug: () => {}, warn: (message) => stage.warnings.push(message) }, limits: () => stage.limits })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await stage.sessions.end()
  })
  const services = {
    planServedRun: { execute: async () => ({ plan: {}, dispose: async () => {} }) },
    runPrompt: {
      async *run(_plan: object, signal: AbortSignal) {
        const waiting: string[] = []
        let wake = () => {}
        let [over, told] = [false, 0]
        signal.addEventListener('abort', () => wake())
        const tell = (text: string) => {
          waiting.push(text)
          wake()
        }
        const finish = () => {
          over = true
          wake()
        }
        stage.runs.push({ tell, finish, stopped: () => signal.aborted, told: () => told })
        while (!signal.aborted) {
          const text = waiting.shift()
          if (text !== undefined) {
            told += 1
            yield { type: 'message', backend: 'codex', timestamp: 'x', sequence: told, content: { text } }
          } else if (over) return { backend: 'codex', content: 'the answer', duration_seconds: 1 }
          else await new Promise<void>((resolve) => (wake = resolve))
        }
        await stage.gone
        return { backend: 'codex', content: '', duration_seconds: 1, error: { code: 'cancelled', message: 'cancelled' } }
      },
    },
  } as unknown as ServedServices

  const ask = (method: McpRequest['method'], body: unknown, headers: McpRequest['headers'] = {}, key?: string) =>
    stage.sessions.answer({
      method,
      body,
      headers: { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25', ...headers },
      servedWith: { services, caller: { scopes: ['run', 'sessions'], max_permission: 'workspace', ...(key === undefined ? {} : { name: key }) }, exposed: () => true },
      clientDepth: async () => undefined,
    })
  /** Begins a session and returns its id. */
  async function begin(key?: string): Promise<string> {
    const reply = await ask('POST', { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }, {}, key)
    await read(reply)
    return reply.headers['Mcp-Session-Id'] as string
  }
  const cancel = (id: string, requestId: unknown, headers: McpRequest['headers'] = {}) => ask('POST', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }, { 'mcp-session-id': id, ...headers })
  const ok = async (id: string, key?: string) => (await ask('POST', { jsonrpc: '2.0', method: 'notifications/initialized' }, { 'mcp-session-id': id }, key)).status
  return { stage, runs: stage.runs, ask, begin, cancel, ok }
}
