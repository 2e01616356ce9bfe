import { type CompareBody, compareBody } from '../../schema/compare-body.ts'
import { compareReplySchema } from '../../schema/compare-reply.ts'
import { compareLine } from '../../service/stream-line.ts'
import { withBackground } from '../background.ts'
import { follow } from '../follow.ts'
import { callPlanner } from '../planner.ts'
import { tool } from '../tool.ts'

/** Asks several backends the same. */
export const compareTool = withBackground(tool<CompareBody>({
  name: 'clinvk_compare',
  title: 'Ask several AIs the same',
  description: 'Give one prompt to several backends (Claude Code, Codex CLI, Gemini CLI and others), named in `backends` or all with `all_backends`, and get their answers side by side. One that fails says so in its own result.',
  input: compareBody,
  output: compareReplySchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  scope: 'run',
  run: async ({ input, services, caller, signal, report }) => {
    const compare = await services.runCompare()
    const options = { cwd: '/', via: 'mcp', signal, planner: callPlanner(services, caller), ...(caller.backends === undefined ? {} : { allowed: caller.backends }) } as const
    const body = await follow(compare.execute(input, options), (event) => {
      if (event.type === 'asked') report.parts(event.backends.length)
      return event.type === 'task_ended' ? report.partEnded(compareLine(event)) : report.line(compareLine(event))
    })
    return { body }
  },
}))
