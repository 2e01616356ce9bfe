import { backendListSchema } from '../../schema/backend-list-reply.ts'
import { callerBackends } from '../../service/caller-backends.ts'
import { type Call, route } from '../route.ts'

/** Lists the backends, without what only people at the machine need to know. */
export const backendsRoute = route({
  method: 'GET',
  path: '/api/v1/backends',
  operationId: 'listBackends',
  summary: 'List the backends',
  scope: 'run',
  errors: [],
  schemas: { responses: { 200: { description: 'All backends.', content: { 'application/json': backendListSchema }, example: { backends: [{ name: 'claude', available: true, enabled: true }] } } } },
  handler: async ({ ctx, services }: Call<undefined, undefined, undefined>) => {
    ctx.body = await callerBackends(services.listBackends, ctx.state.caller)
  },
})
