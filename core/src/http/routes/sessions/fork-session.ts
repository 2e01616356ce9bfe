import { type SessionPath, sessionPath } from '../../../schema/session-query.ts'
import { sessionSchema } from '../../../schema/session-reply.ts'
import { sessionReply } from '../../../service/session-reply.ts'
import { type Call, route } from '../../route.ts'
import { sessionErrors } from '../run-errors.ts'
import { sessionExample } from './session-example.ts'

/** Makes a session that forks the conversation of another one with its first prompt. */
export const forkSessionRoute = route<undefined, undefined, SessionPath>({
  method: 'POST',
  path: '/api/v1/sessions/:id/fork',
  operationId: 'forkSession',
  summary: 'Fork a session',
  description: 'The new session belongs to whoever asks. Its first prompt goes on from where the other one is now, and leaves that one as it is. It takes no body.',
  scope: 'sessions',
  once: true,
  errors: [...sessionErrors, 'session_not_resumable'],
  schemas: { params: sessionPath, responses: { 201: { description: 'The new session; `Location` is its path.', content: { 'application/json': sessionSchema }, example: { ...sessionExample, id: '0d7e31c2a95b4f6683f1c9d20b7ae544', parent_id: sessionExample.id, status: 'paused', pending_fork: true, turn_count: 0 } } } },
  handler: async ({ ctx, params: { id }, services }: Call<undefined, undefined, SessionPath>) => {
    const forked = await services.callerSessions.fork(ctx.state.caller, id)
    ctx.status = 201
    ctx.set('Location', `/api/v1/sessions/${forked.id}`)
    ctx.body = sessionReply(forked)
  },
})
