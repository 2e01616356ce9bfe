import { type SessionPath, sessionPath } from '../../../schema/session-query.ts'
import { sessionSchema } from '../../../schema/session-reply.ts'
import { sessionReply } from '../../../service/session-reply.ts'
import { type Call, route } from '../../route.ts'

/** Makes a session that forks the conversation of another one with its first prompt. */
export const forkSessionRoute = route<undefined, undefined, SessionPath>({
  method: 'POST',
  path: '/api/v1/sessions/:id/fork',
  operationId: 'forkSession',
  summary: 'Fork a session',
  description: 'The new session belongs to whoever asks. Its first prompt goes on from where the other one is now, and leaves that one as it is. It takes no body.',
  scope: 'sessions',
  schemas: { params: sessionPath, responses: { 201: { description: 'The new session; `Location` is its path.', content: { 'application/json': sessionSchema } } } },
  handler: async ({ ctx, params: { id }, services }: Call<undefined, undefined, SessionPath>) => {
    const forked = await services.callerSessions.fork(ctx.state.caller, id)
    ctx.status = 201
    ctx.set('Location', `/api/v1/sessions/${forked.id}`)
    ctx.body = sessionReply(forked)
  },
})
