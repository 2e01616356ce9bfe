/** How a server is. */
export const healthReplySchema = {
  type: 'object',
  required: ['status', 'version', 'uptime', 'uptime_ms', 'runs', 'backends', 'session_store'],
  properties: {
    status: { type: 'string', enum: ['ok', 'degraded', 'unhealthy'] },
    version: { type: 'string' },
    uptime: { type: 'string', description: 'For people, such as `1h2m3s`.' },
    uptime_ms: { type: 'integer' },
    runs: { type: 'object', required: ['max', 'active', 'waiting'], description: 'Places for runs: how many there are, are taken, and are waited for.', properties: { max: { type: 'integer' }, active: { type: 'integer' }, waiting: { type: 'integer' } } },
    backends: { type: 'array', items: { type: 'object', required: ['name', 'available'], properties: { name: { type: 'string' }, available: { type: 'boolean' } } } },
    session_store: { type: 'object', required: ['available', 'session_count'], properties: { available: { type: 'boolean' }, session_count: { type: 'integer' }, error: { type: 'string' } } },
  },
} as const
