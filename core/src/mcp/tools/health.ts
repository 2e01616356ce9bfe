import { healthReplySchema } from '../../schema/health-reply.ts'
import { emptyCall } from '../../schema/session-call.ts'
import { tool } from '../tool.ts'

/** Says how clinvk is. */
export const healthTool = tool({
  name: 'clinvk_health',
  title: 'Say how clinvk is',
  description: 'Tell whether clinvk can work: its version, which backends are installed, and whether sessions can be read.',
  input: emptyCall,
  output: healthReplySchema,
  annotations: { readOnlyHint: true, openWorldHint: false },
  scope: 'none',
  run: async ({ services, caller: { backends: allowed } }) => {
    const health = await services.serverHealth.execute()
    return { body: { ...health, backends: health.backends.filter(({ name }) => allowed === undefined || allowed.includes(name)) } }
  },
})
