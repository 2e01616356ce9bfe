import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { type CallToolResult, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Sandbox } from './sandbox.ts'

const clinvk = fileURLToPath(new URL('../core/bin/run.js', import.meta.url))

/** The official client, connected to `clinvk mcp`. */
export interface McpSession {
  readonly client: Client
  readonly transport: StdioClientTransport
  /** Log messages as they came. */
  readonly messages: { readonly level: string; readonly data: any }[]
  /** What the server wrote to standard error. */
  stderr(): string
  /** Calls a tool, arguments unchecked. */
  call(name: string, args?: object, options?: Parameters<Client['callTool']>[2]): Promise<CallToolResult & { readonly structuredContent: any }>
}

/** Starts `clinvk mcp` in a sandbox and connects. */
export async function startMcp(sandbox: Sandbox, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<McpSession> {
  const transport = new StdioClientTransport({ command: process.execPath, args: [clinvk, 'mcp', ...args], env: { ...sandbox.env, ...env }, cwd: sandbox.work, stderr: 'pipe' })
  let errors = ''
  transport.stderr?.on('data', (chunk: Buffer) => (errors += String(chunk)))
  const client = new Client({ name: 'test', version: '1' })
  const messages: { level: string; data: any }[] = []
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void messages.push(params as never))
  await client.connect(transport)
  return {
    client,
    transport,
    messages,
    stderr: () => errors,
    call: (name, input = {}, options) => client.callTool({ name, arguments: input as Record<string, unknown> }, undefined, options) as never,
  }
}
