import { type SessionListQuery, sessionQuery } from '../../../schema/session-query.ts'
import { sessionListSchema } from '../../../schema/session-reply.ts'
import { listSessions } from '../../../service/list-sessions.ts'
import { type Call, route } from '../../route.ts'
import { sessionExample } from './session-example.ts'

/** Lists the sessions that the caller may see. */
export const listSessionsRoute = route<undefined, SessionListQuery>({
  method: 'GET',
  path: '/api/v1/sessions',
  operationId: 'listSessions',
  summary: 'List sessions',
  description: 'Newest first. All conditions have to be met. With `q` prompts and answers are read until the page is full.',
  scope: 'sessions',
  errors: ['config_invalid'],
  schemas: { query: sessionQuery, responses: { 200: { description: 'One page.', content: { 'application/json': sessionListSchema }, example: { sessions: [sessionExample], total: 1, limit: 100, offset: 0 } } } },
  handler: async ({ ctx, query, services }: Call<undefined, SessionListQuery>) => {
    ctx.body = await listSessions(services.callerSessions, ctx.state.caller, query, ctx.state.signal)
  },
})
