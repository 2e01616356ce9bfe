import { longestSecs } from './longest-secs.ts'

/** Every tool of the MCP server, in the order in which it is listed. */
export const toolNames = ['clinvk_prompt', 'clinvk_parallel', 'clinvk_chain', 'clinvk_compare', 'clinvk_job', 'clinvk_backends', 'clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'] as const

const someTools = { type: 'array', items: { type: 'string', enum: toolNames }, default: [] } as const

/** How clients may reach the MCP server. */
export const transports = ['stdio', 'http'] as const

/** Paths that an MCP server may have. */
export const mcpPathPattern = '^(/[A-Za-z0-9._~-]+)+$'

/** Section `mcp` of the configuration. */
export const mcpConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tools', 'backends', 'workdirs', 'max_permission', 'transport', 'host', 'port', 'http_path', 'expose_health', 'serve', 'max_sessions', 'session_idle_secs', 'resume_secs'],
  properties: {
    tools: {
      type: 'object',
      additionalProperties: false,
      required: ['allow', 'deny'],
      properties: {
        allow: { ...someTools, description: 'Tools that MCP clients get; empty: all.' },
        deny: { ...someTools, description: 'Tools that they do not get, whatever `mcp.tools.allow` says.' },
      },
    },
    backends: { type: 'array', items: { type: 'string' }, default: [], description: 'Backends that MCP clients may use; empty: all.' },
    workdirs: { type: 'array', items: { type: 'string', pattern: '^/' }, default: [], description: 'Absolute paths below which their runs may work, within what `server` allows; empty: nothing more is refused.' },
    max_permission: { type: 'string', enum: ['read-only', 'workspace', 'full'], default: 'full', description: 'What they may have done at most, within `server.max_permission`.' },
    transport: { type: 'string', enum: transports, default: 'stdio', description: 'How `clinvk mcp` is reached.' },
    host: { type: 'string', default: '127.0.0.1', description: 'Address that `clinvk mcp --transport http` listens on.' },
    port: { type: 'integer', minimum: 0, maximum: 65535, default: 8081, description: 'Port that it listens on; 0: any free one.' },
    http_path: { type: 'string', pattern: mcpPathPattern, default: '/mcp', description: 'Path of the MCP server, there and in `clinvk serve`.' },
    expose_health: { type: 'boolean', default: false, description: '`clinvk mcp --transport http` answers `GET /health`, too.' },
    serve: { type: 'boolean', default: false, description: '`clinvk serve` is an MCP server, too.' },
    max_sessions: { type: 'integer', minimum: 1, default: 100, description: 'Sessions over HTTP at the same time.' },
    session_idle_secs: { type: 'integer', minimum: 1, maximum: longestSecs, default: 1800, description: 'A session over HTTP that nobody uses for so long is ended.' },
    resume_secs: { type: 'integer', minimum: 0, maximum: 86_400, default: 60, description: 'So long a call goes on whose client lost its connection over HTTP, and may come back.' },
  },
} as const
