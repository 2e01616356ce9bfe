import { type ParallelBody, parallelBody } from '../../schema/parallel-body.ts'
import { parallelReplySchema } from '../../schema/parallel-reply.ts'
import { parallelLine } from '../../service/stream-line.ts'
import { withBackground } from '../background.ts'
import { follow } from '../follow.ts'
import { callPlanner } from '../planner.ts'
import { tool } from '../tool.ts'

/** Runs many prompts, so many at a time. */
export const parallelTool = withBackground(tool<ParallelBody>({
  name: 'clinvk_parallel',
  title: 'Ask many questions at the same time',
  description: 'Run many prompts at the same time, each on a backend (Claude Code, Codex CLI, Gemini CLI or another one) of its own choice, and get all answers. A task that fails says so in its own result.',
  input: parallelBody,
  output: parallelReplySchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  scope: 'run',
  run: async ({ input, services, caller, signal, report }) => {
    const parallel = await services.runParallel()
    report.parts(input.tasks.length)
    const work = parallel.execute(input, { cwd: '/', via: 'mcp', signal, planner: callPlanner(services, caller) })
    return { body: await follow(work, (event) => (event.type === 'task_ended' ? report.partEnded(parallelLine(event)) : report.line(parallelLine(event)))) }
  },
}))
