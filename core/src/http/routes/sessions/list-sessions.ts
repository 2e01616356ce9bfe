import { type SessionListQuery, sessionQuery, usualPage } from '../../../schema/session-query.ts'
import { sessionListSchema } from '../../../schema/session-reply.ts'
import { type Call, route } from '../../route.ts'

/** Lists the sessions that the caller may see. */
export const listSessionsRoute = route<undefined, SessionListQuery>({
  method: 'GET',
  path: '/api/v1/sessions',
  operationId: 'listSessions',
  summary: 'List sessions',
  description: 'Newest first. All conditions have to be met. With `q` prompts and answers are read until the page is full.',
  scope: 'sessions',
  schemas: { query: sessionQuery, responses: { 200: { description: 'One page.', content: { 'application/json': sessionListSchema } } } },
  handler: async ({ ctx, query: { q, limit = usualPage, offset = 0, ...filter }, services }: Call<undefined, SessionListQuery>) => {
    const { caller, signal } = ctx.state
    const page = { limit, offset }
    if (q === undefined) {
      ctx.body = { ...(await services.callerSessions.list(caller, filter, page)), ...page }
      return
    }
    const { hits, total, more } = await services.callerSessions.search(caller, q, filter, page, signal)
    ctx.body = { sessions: hits.map(({ session, ...match }) => ({ ...session, match })), total, more, ...page }
  },
})
