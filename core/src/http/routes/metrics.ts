import { ClinvkError } from '@clinvk/plugin-sdk'
import { HttpFailure } from '../http-failure.ts'
import { refusals } from '../middleware/api-key.ts'
import { type Call, route } from '../route.ts'
import { errorSchema } from './error-schema.ts'

/** For Prometheus. */
export const metricsRoute = route({
  method: 'GET',
  path: '/metrics',
  operationId: 'metrics',
  summary: 'Tell what the server has done, in numbers',
  description: 'In the text format of Prometheus. It is there while `server.metrics_enabled` is set; with `server.metrics_auth` it takes a key with the scope `admin`.',
  scope: 'none',
  errors: ['authentication_error'],
  schemas: { responses: { 200: { description: 'All metrics.', content: { 'text/plain': { type: 'string' } } }, 404: { description: 'Metrics are off.', content: { 'application/json': errorSchema(['invalid_request']) } } } },
  handler: async ({ ctx, services, config }: Call<undefined, undefined, undefined>) => {
    const { metrics, identity, caller } = ctx.state
    if (metrics === undefined) throw new HttpFailure(404, 'invalid_request', 'there is nothing at GET /metrics: metrics are off', { hint: 'Set server.metrics_enabled to true, and start the server anew.' })
    if (config.server.metrics_auth) {
      if (identity.kind !== 'open' && identity.kind !== 'known') throw refusals[identity.kind]()
      if (!caller.scopes.includes('admin')) throw new ClinvkError('permission_denied', `the key "${caller.name}" may not ask for /metrics: it lacks the scope "admin"`, { hint: `It has: ${caller.scopes.join(', ') || 'none'}.` })
    }
    ctx.set('Cache-Control', 'no-store')
    ctx.type = metrics.contentType
    ctx.body = await metrics.text(await services.serverState.execute())
  },
})
