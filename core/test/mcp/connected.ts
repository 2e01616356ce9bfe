import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { type CallToolResult, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import type { ServedServices } from '../../src/container.ts'
import { createMcpServer } from '../../src/mcp/create-server.ts'
import { Jobs } from '../../src/mcp/jobs.ts'
import { OpenCalls } from '../../src/mcp/open-calls.ts'
import type { Caller } from '../../src/service/caller.ts'

/** The official client and a server with these services. */
export async function connected(services: Partial<Record<keyof ServedServices, unknown>> = {}, caller: Partial<Caller> = {}, exposed: (tool: string) => boolean = () => true) {
  const warnings: string[] = []
  const calls = new OpenCalls()
  const log = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
  const jobs = new Jobs(log)
  const server = createMcpServer({
    version: '1.2.3',
    servedWith: () => ({ services: services as unknown as ServedServices, caller: { scopes: ['run', 'sessions', 'admin'], max_permission: 'workspace', ...caller }, exposed }),
    calls,
    jobs,
    log,
  })
  const client = new Client({ name: 'test', version: '1' })
  const messages: any[] = []
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void messages.push(params))
  const [near, far] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(far), client.connect(near)])
  onTestFinished(() => client.close())
  const call = (name: string, input: object = {}, options?: Parameters<Client['callTool']>[2]) => client.callTool({ name, arguments: input as Record<string, unknown> }, undefined, options) as Promise<CallToolResult & { structuredContent: any }>
  return { client, call, calls, jobs, messages, warnings }
}

/** Services that run a prompt which tells these events. */
export const running = (events: (signal: AbortSignal) => AsyncGenerator<object, object>) => ({
  planServedRun: { execute: async () => ({ plan: {}, dispose: async () => {} }) },
  runPrompt: { run: (_plan: object, signal: AbortSignal) => events(signal) },
})

/** Arguments of a call that those services run. */
export const prompt = { backend: 'codex', prompt: 'hi' }
