import { type Call, route } from '../route.ts'

const backendListSchema = {
  type: 'object',
  required: ['backends'],
  properties: {
    backends: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'available', 'enabled'],
        properties: { name: { type: 'string' }, available: { type: 'boolean', description: 'Its CLI is installed.' }, enabled: { type: 'boolean' } },
      },
    },
  },
} as const

/** Lists the backends, without what only people at the machine need to know. */
export const backendsRoute = route({
  method: 'GET',
  path: '/api/v1/backends',
  operationId: 'listBackends',
  summary: 'List the backends',
  scope: 'run',
  schemas: { responses: { 200: { description: 'All backends.', content: { 'application/json': backendListSchema } } } },
  handler: async ({ ctx, services }: Call<undefined, undefined, undefined>) => {
    const { backends } = await services.listBackends.execute()
    const { backends: allowed } = ctx.state.caller
    const usable = backends.filter(({ name }) => allowed === undefined || allowed.length === 0 || allowed.includes(name))
    ctx.body = { backends: usable.map(({ name, available, enabled }) => ({ name, available, enabled })) }
  },
})
