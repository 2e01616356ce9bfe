import { backendListSchema } from '../../schema/backend-list-reply.ts'
import { emptyCall } from '../../schema/session-call.ts'
import { callerBackends } from '../../service/caller-backends.ts'
import { tool } from '../tool.ts'

/** Lists the backends. */
export const backendsTool = tool({
  name: 'clinvk_backends',
  title: 'List the AIs that can be asked',
  description: 'List the backends (AI command lines) that prompts can be given to, and whether each is installed.',
  input: emptyCall,
  output: backendListSchema,
  annotations: { readOnlyHint: true, openWorldHint: false },
  scope: 'run',
  run: async ({ services, caller }) => ({ body: await callerBackends(services.listBackends, caller) }),
})
