/** Section `mcp` of the configuration. A key without a description has no effect yet. */
export const mcpConfigSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    transport: { type: 'string', enum: ['stdio', 'http'] },
    host: { type: 'string' },
    port: { type: 'integer', minimum: 0, maximum: 65535 },
    http_path: { type: 'string' },
    expose_health: { type: 'boolean' },
  },
} as const
