import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  CancelledNotificationSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  type LoggingLevel,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { ServedServices } from '../container.ts'
import type { Log } from '../log.ts'
import type { Caller } from '../service/caller.ts'
import { jobToolName, noJobs } from './background.ts'
import { CallReport } from './call-report.ts'
import { callTool } from './call-tool.ts'
import { CheckedServer } from './checked-server.ts'
import type { Exposed } from './exposure.ts'
import type { Jobs } from './jobs.ts'
import { usualLevel } from './log-level.ts'
import type { OpenCalls } from './open-calls.ts'
import { fillPrompt, listPrompts } from './prompts.ts'
import { listResources, readResource, resourceTemplates } from './resources.ts'
import { notFound, RpcError } from './rpc-error.ts'
import { replySchema, type Tool } from './tool.ts'
import { tools } from './tools/tools.ts'

/** What one request is served with. */
export interface ServedWith {
  readonly services: ServedServices
  readonly caller: Caller
  /** What the configuration lets clients have. */
  readonly exposed: Exposed
}

/** What one client is served with. */
export interface ServerParts {
  readonly version: string
  /** Asked at each request: the configuration may have changed, and over HTTP each request brings a key. */
  readonly servedWith: (auth?: AuthInfo) => ServedWith
  readonly calls: OpenCalls
  /** Calls that go on in the background, of all clients of this process. */
  readonly jobs: Jobs
  readonly log: Log
}

/** The same for every client, so of no tool by its name: each says in its own description what it is for. */
const instructions =
  'clinvk gives prompts to other AI command lines on this machine (Claude Code, Codex CLI, Gemini CLI and others). ' +
  'Name an absolute workdir where they are to see files. A failed call has isError and an error with a code and a hint.'

/** A client may be told that a list has changed. */
const listed = { listChanged: true }

/** An MCP server for one client. Versions of the protocol are agreed on as the SDK does it. */
export function createMcpServer(parts: ServerParts): Server {
  const { version, log } = parts
  const server = new CheckedServer({ name: 'clinvk', title: 'clinvk', version }, { capabilities: { tools: listed, logging: {}, resources: listed, prompts: listed }, instructions })
  server.onerror = (error) => log.debug(`MCP: ${error.message}`)
  // In place of the SDK's, which knows no id 0. What it does not know of it answers, so that its transports forget the request.
  server.setNotificationHandler(CancelledNotificationSchema, ({ params: { requestId } }) => {
    if (requestId !== undefined) parts.calls.cancel(requestId)
  })
  serveTools(server, parts)
  serveResources(server, parts)
  server.setRequestHandler(ListPromptsRequestSchema, (_request, { authInfo }) => ({ prompts: listPrompts(known(parts.servedWith(authInfo))) as never }))
  server.setRequestHandler(GetPromptRequestSchema, ({ params: { name, arguments: given = {} } }, { authInfo }) => {
    const filled = fillPrompt(name, given, known(parts.servedWith(authInfo))) ?? `unknown prompt: ${name.slice(0, 100)}`
    if (typeof filled === 'string') throw new RpcError(new ClinvkError('invalid_request', filled, { hint: 'prompts/list tells those that there are, and their arguments.' }))
    return filled as never
  })
  return server
}

/** What this client may know of: what is exposed, as far as its key is for that. */
function known({ exposed, caller: { scopes } }: ServedWith): Exposed {
  return (name) => exposed(name) && tools.some((tool) => tool.name === name && (tool.scope === 'none' || scopes.includes(tool.scope)))
}

function serveTools(server: Server, { servedWith, calls, jobs, log }: ServerParts): void {
  let level: LoggingLevel = usualLevel
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    level = params.level
    return {}
  })
  server.setRequestHandler(ListToolsRequestSchema, (_request, { authInfo }) => {
    const may = known(servedWith(authInfo))
    return { tools: tools.filter(({ name }) => may(name)).map((tool) => described(may(jobToolName) ? tool : (tool.foreground ?? tool))) as never }
  })
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { requestId, _meta, sendNotification, authInfo }) => {
    const served = servedWith(authInfo)
    const may = known(served)
    const { services, caller } = served
    const found = tools.find(({ name }) => name === params.name)
    if (found === undefined || !may(found.name)) throw new RpcError(new ClinvkError('invalid_request', `unknown tool: ${params.name.slice(0, 100)}`, { hint: 'tools/list tells those that there are.' }))
    return calls.hold(requestId, async (signal) => {
      const report = new CallReport({ token: _meta?.progressToken, send: sendNotification, level: () => level, signal })
      try {
        const call = { services, caller, signal, report, jobs: may(jobToolName) ? jobs.of(caller) : noJobs }
        return await callTool(found, params.arguments ?? {}, call, log)
      } finally {
        report.close()
      }
    })
  })
}

function serveResources(server: Server, { servedWith, calls, log }: ServerParts): void {
  server.setRequestHandler(ListResourcesRequestSchema, (_request, { requestId, authInfo }) => {
    const served = servedWith(authInfo)
    return calls.hold(requestId, (signal) => told(log, async () => ({ resources: (await listResources(known(served), { ...served, signal })) as never })))
  })
  server.setRequestHandler(ListResourceTemplatesRequestSchema, (_request, { authInfo }) => ({ resourceTemplates: resourceTemplates(known(servedWith(authInfo))) as never }))
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }, { requestId, authInfo }) => {
    const served = servedWith(authInfo)
    const read = async (signal: AbortSignal) => {
      const content = await readResource(uri, known(served), { ...served, signal })
      if (content === undefined) throw new RpcError(new ClinvkError('invalid_request', `there is no resource ${JSON.stringify(uri.slice(0, 200))}`, { hint: 'resources/list and resources/templates/list tell those that there are.' }), notFound)
      return { contents: [content] as never }
    }
    return calls.hold(requestId, (signal) => told(log, () => read(signal)))
  })
}

/** What goes wrong with a resource, as an error of the protocol. */
async function told<Result>(log: Log, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof RpcError) throw thrown
    if (isClinvkError(thrown)) throw new RpcError(thrown)
    log.warn(`a resource could not be read: ${thrown instanceof Error ? thrown.name : typeof thrown}`)
    throw new RpcError(new ClinvkError('internal_error', 'clinvk failed unexpectedly', { hint: 'See the log of the MCP server.' }))
  }
}

function described(tool: Tool): object {
  const { name, title, description, input, annotations } = tool
  return { name, title, description, inputSchema: input, outputSchema: replySchema(tool), annotations: { title, ...annotations } }
}
