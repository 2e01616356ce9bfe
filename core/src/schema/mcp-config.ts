/** Every tool of the MCP server, in the order in which it is listed. */
export const toolNames = ['clinvk_prompt', 'clinvk_parallel', 'clinvk_chain', 'clinvk_compare', 'clinvk_backends', 'clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'] as const

const someTools = { type: 'array', items: { type: 'string', enum: toolNames }, default: [] } as const

/** Section `mcp` of the configuration. A key without a description has no effect yet. */
export const mcpConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tools', 'backends', 'workdirs', 'max_permission'],
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
    transport: { type: 'string', enum: ['stdio', 'http'] },
    host: { type: 'string' },
    port: { type: 'integer', minimum: 0, maximum: 65535 },
    http_path: { type: 'string' },
    expose_health: { type: 'boolean' },
  },
} as const
