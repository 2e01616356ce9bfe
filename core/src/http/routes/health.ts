import { healthReplySchema } from '../../schema/health-reply.ts'
import { type Call, route } from '../route.ts'

const answer = { 'application/json': healthReplySchema } as const

/** For load balancers: 200 while requests can be served. */
export const healthRoute = route({
  method: 'GET',
  path: '/health',
  operationId: 'health',
  summary: 'Say how the server is',
  scope: 'none',
  errors: [],
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
