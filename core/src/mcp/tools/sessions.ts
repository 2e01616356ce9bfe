import { type SessionListQuery, sessionQuery, usualPage } from '../../schema/session-query.ts'
import { sessionListSchema } from '../../schema/session-reply.ts'
import { listSessions } from '../../service/list-sessions.ts'
import { tool } from '../tool.ts'

/** Lists the sessions that the caller may see. */
export const sessionsTool = tool<SessionListQuery>({
  name: 'clinvk_sessions',
  title: 'List conversations',
  description: `List kept conversations, newest first, ${usualPage} at a time. All conditions have to be met; with \`q\` prompts and answers are searched.`,
  input: sessionQuery,
  output: sessionListSchema,
  annotations: { readOnlyHint: true, openWorldHint: false },
  scope: 'sessions',
  run: async ({ input, services, caller, signal }) => ({ body: await listSessions(services.callerSessions, caller, input, signal) }),
})
