import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, type LoggingLevel, SetLevelRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { ServedServices } from '../container.ts'
import type { Log } from '../log.ts'
import type { Caller } from '../service/caller.ts'
import { CallReport } from './call-report.ts'
import { callTool } from './call-tool.ts'
import { usualLevel } from './log-level.ts'
import type { OpenCalls } from './open-calls.ts'
import { RpcError } from './rpc-error.ts'
import { orError, type Tool } from './tool.ts'
import { tools } from './tools/tools.ts'

/** What one client is served with. */
export interface ServerParts {
  readonly version: string
  /** Asked at each request: the configuration may have changed. */
  readonly services: () => ServedServices
  readonly caller: () => Caller
  readonly calls: OpenCalls
  readonly log: Log
}

const instructions =
  'clinvk gives prompts to other AI command lines on this machine (Claude Code, Codex CLI, Gemini CLI and others). clinvk_backends lists them. ' +
  'Name an absolute workdir where they are to see files. A failed call has isError and an error with a code and a hint.'

/** An MCP server for one client. Versions of the protocol are agreed on as the SDK does it. */
export function createMcpServer({ version, services, caller, calls, log }: ServerParts): Server {
  const server = new Server({ name: 'clinvk', title: 'clinvk', version }, { capabilities: { tools: {}, logging: {} }, instructions })
  let level: LoggingLevel = usualLevel
  const exposed = () => tools.filter(({ scope }) => scope === 'none' || caller().scopes.includes(scope))
  server.onerror = (error) => log.debug(`MCP: ${error.message}`)
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    level = params.level
    return {}
  })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: exposed().map(described) as never }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, _meta, sendNotification }) => {
    const found = exposed().find(({ name }) => name === params.name)
    if (found === undefined) throw new RpcError(ErrorCode.InvalidParams, `unknown tool: ${params.name.slice(0, 100)}`)
    return calls.hold(async () => {
      const report = new CallReport({ token: _meta?.progressToken, send: sendNotification, level: () => level })
      try {
        return await callTool(found, params.arguments ?? {}, { services: services(), caller: caller(), signal: AbortSignal.any([signal, calls.signal]), report }, log)
      } finally {
        report.close()
      }
    })
  })
  return server
}

function described({ name, title, description, input, output, annotations }: Tool): object {
  return { name, title, description, inputSchema: input, outputSchema: orError(output), annotations: { title, ...annotations } }
}
