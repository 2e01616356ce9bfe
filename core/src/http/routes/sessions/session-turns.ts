import { type PageQuery, pageQuery, type SessionPath, sessionPath, usualPage } from '../../../schema/session-query.ts'
import { turnListSchema } from '../../../schema/session-reply.ts'
import { type Call, route } from '../../route.ts'
import { sessionErrors } from '../run-errors.ts'
import { sessionExample } from './session-example.ts'

/** Shows what was asked and answered in a session. */
export const sessionTurnsRoute = route<undefined, PageQuery, SessionPath>({
  method: 'GET',
  path: '/api/v1/sessions/:id/turns',
  operationId: 'listTurns',
  summary: 'List the turns of a session',
  description: 'Oldest first. None where `session.store_history` is off.',
  scope: 'sessions',
  errors: sessionErrors,
  schemas: { params: sessionPath, query: pageQuery, responses: { 200: { description: 'One page.', content: { 'application/json': turnListSchema }, example: { session_id: sessionExample.id, turns: [{ turn: 1, started_at: sessionExample.created_at, duration_ms: 5000, backend: 'codex', prompt: 'say hi', answer: 'hi', outcome: 'completed', via: 'http' }], total: 1, limit: 100, offset: 0 } } } },
  handler: async ({ ctx, params, query: { limit = usualPage, offset = 0 }, services }: Call<undefined, PageQuery, SessionPath>) => {
    const { id, turns, total } = await services.callerSessions.turns(ctx.state.caller, params.id, { limit, offset })
    ctx.body = { session_id: id, turns, total, limit, offset }
  },
})
