import { type SessionCall, sessionCall, sessionDeletedSchema } from '../../schema/session-call.ts'
import { sessionSchema } from '../../schema/session-reply.ts'
import { sessionReply } from '../../service/session-reply.ts'
import { tool } from '../tool.ts'

/** Shows one session. */
export const sessionGetTool = tool<SessionCall>({
  name: 'clinvk_session_get',
  title: 'Show a conversation',
  description: 'Show one kept conversation: its backend, directory, status and counts.',
  input: sessionCall,
  output: sessionSchema,
  annotations: { readOnlyHint: true, openWorldHint: false },
  scope: 'sessions',
  run: async ({ input, services, caller }) => ({ body: sessionReply(await services.callerSessions.get(caller, input.id)) }),
})

/** Deletes one session. */
export const sessionDeleteTool = tool<SessionCall>({
  name: 'clinvk_session_delete',
  title: 'Delete a conversation',
  description: 'Delete one kept conversation with everything that was said in it. It cannot be brought back.',
  input: sessionCall,
  output: sessionDeletedSchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  scope: 'sessions',
  run: async ({ input, services, caller }) => ({ body: { deleted: true, id: await services.callerSessions.delete(caller, input.id) } }),
})
