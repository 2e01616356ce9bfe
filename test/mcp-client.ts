import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport, type StreamableHTTPClientTransportOptions } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { type CallToolResult, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Sandbox } from './sandbox.ts'
import { startListening } from './serving.ts'

const clinvk = fileURLToPath(new URL('../core/bin/run.js', import.meta.url))

/** The official client, connected to clinvk. */
export interface McpSession<Kind extends Transport = Transport> {
  readonly client: Client
  readonly transport: Kind
  /** Log messages as they came. */
  readonly messages: { readonly level: string; readonly data: any }[]
  /** What the server wrote to standard error; over HTTP nothing: see its process. */
  stderr(): string
  /** Calls a tool, arguments unchecked. */
  call(name: string, args?: object, options?: Parameters<Client['callTool']>[2]): Promise<CallToolResult & { readonly structuredContent: any }>
}

/** Starts `clinvk mcp` in a sandbox and connects. */
export async function startMcp(sandbox: Sandbox, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<McpSession<StdioClientTransport>> {
  const transport = new StdioClientTransport({ command: process.execPath, args: [clinvk, 'mcp', ...args], env: { ...sandbox.env, ...env }, cwd: sandbox.work, stderr: 'pipe' })
  let errors = ''
  transport.stderr?.on('data', (chunk: Buffer) => (errors += String(chunk)))
  return connected(transport, () => errors)
}

/** Starts `clinvk mcp --transport http` on a free port. */
export function startMcpHttp(sandbox: Sandbox, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): ReturnType<typeof startListening> {
  return startListening(sandbox, ['mcp', '--transport', 'http', '-p', '0', '--json', ...args], { env })
}

/** Connects to an MCP server at an address. */
export function connectMcp(url: string, options: StreamableHTTPClientTransportOptions = {}): Promise<McpSession<StreamableHTTPClientTransport>> {
  return connected(new StreamableHTTPClientTransport(new URL(url), options), () => '')
}

async function connected<Kind extends Transport>(transport: Kind, stderr: () => string): Promise<McpSession<Kind>> {
  const client = new Client({ name: 'test', version: '1' })
  const messages: { level: string; data: any }[] = []
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void messages.push(params as never))
  await client.connect(transport)
  return {
    client,
    transport,
    messages,
    stderr,
    call: (name, input = {}, options) => client.callTool({ name, arguments: input as Record<string, unknown> }, undefined, options) as never,
  }
}
