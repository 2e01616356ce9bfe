import { type Call, route } from '../route.ts'

const healthSchema = {
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

const answer = { 'application/json': healthSchema } as const

/** For load balancers: 200 while requests can be served. */
export const healthRoute = route({
  method: 'GET',
  path: '/health',
  operationId: 'health',
  summary: 'Say how the server is',
  scope: 'none',
  schemas: {
    responses: {
      200: { description: '`ok`, or `degraded`: the CLI of an enabled backend is not installed.', content: answer },
      503: { description: '`unhealthy`: the session store cannot be read.', content: answer },
    },
  },
  handler: async ({ ctx, services }: Call<undefined, undefined, undefined>) => {
    const health = await services.serverHealth.execute()
    ctx.status = health.status === 'unhealthy' ? 503 : 200
    ctx.set('Cache-Control', 'no-store')
    ctx.body = health
  },
})
