import { type SessionChangeBody, sessionChange, type SessionPath, sessionPath } from '../../../schema/session-query.ts'
import { sessionDeletedSchema } from '../../../schema/session-call.ts'
import { sessionSchema } from '../../../schema/session-reply.ts'
import { sessionReply } from '../../../service/session-reply.ts'
import { type Call, route } from '../../route.ts'
import { sessionErrors } from '../run-errors.ts'
import { sessionExample } from './session-example.ts'

const path = '/api/v1/sessions/:id'
const answer = { 'application/json': sessionSchema } as const

export const getSessionRoute = route<undefined, undefined, SessionPath>({
  method: 'GET',
  path,
  operationId: 'getSession',
  summary: 'Show a session',
  scope: 'sessions',
  errors: sessionErrors,
  schemas: { params: sessionPath, responses: { 200: { description: 'The session.', content: answer, example: sessionExample } } },
  handler: async ({ ctx, params: { id }, services }: Call<undefined, undefined, SessionPath>) => {
    ctx.body = sessionReply(await services.callerSessions.get(ctx.state.caller, id))
  },
})

export const changeSessionRoute = route<SessionChangeBody, undefined, SessionPath>({
  method: 'PATCH',
  path,
  operationId: 'changeSession',
  summary: 'Change the title and the tags of a session',
  description: 'What the body does not name stays.',
  scope: 'sessions',
  errors: [...sessionErrors, 'session_busy'],
  schemas: { params: sessionPath, body: sessionChange, example: { title: 'The parser', tags: ['review'] }, responses: { 200: { description: 'The session as it is now.', content: answer, example: { ...sessionExample, title: 'The parser', tags: ['review'] } } } },
  handler: async ({ ctx, params: { id }, body, services }: Call<SessionChangeBody, undefined, SessionPath>) => {
    ctx.body = sessionReply(await services.callerSessions.change(ctx.state.caller, id, body))
  },
})

export const deleteSessionRoute = route<undefined, undefined, SessionPath>({
  method: 'DELETE',
  path,
  operationId: 'deleteSession',
  summary: 'Delete a session, with its turns',
  scope: 'sessions',
  errors: [...sessionErrors, 'session_busy'],
  schemas: {
    params: sessionPath,
    responses: {
      200: {
        description: 'It is gone.',
        content: { 'application/json': sessionDeletedSchema },
        example: { deleted: true, id: sessionExample.id },
      },
    },
  },
  handler: async ({ ctx, params: { id }, services }: Call<undefined, undefined, SessionPath>) => {
    ctx.body = { deleted: true, id: await services.callerSessions.delete(ctx.state.caller, id) }
  },
})
