import { type PromptBody, promptBody } from '../../schema/prompt-body.ts'
import { runReplySchema } from '../../schema/run-reply.ts'
import { requestFromPrompt } from '../../service/request-from-prompt.ts'
import { runReply } from '../../service/run-reply.ts'
import { withBackground } from '../background.ts'
import { follow } from '../follow.ts'
import { tool } from '../tool.ts'

/** Runs one prompt. */
export const promptTool = withBackground(tool<PromptBody>({
  name: 'clinvk_prompt',
  title: 'Ask another AI',
  description:
    'Give a prompt to another AI command line (Claude Code, Codex CLI, Gemini CLI and others) and get its answer. It works in `workdir`, an absolute directory, else in an empty one; ' +
    'what it may change there `sandbox_mode` says. Pass the `session_id` of an answer to go on with its conversation.',
  input: promptBody,
  output: runReplySchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  scope: 'run',
  run: async ({ input, services, caller, signal, report }) => {
    const dryRun = input.dry_run === true
    const began = performance.now()
    const { plan, dispose } = await services.planServedRun.execute(requestFromPrompt(input, 'mcp'), caller, dryRun)
    try {
      if (dryRun) {
        const { command, backend } = services.dryRun.describe(plan)
        return { body: { backend, dry_run: true, exit_code: 0, duration_ms: Math.round(performance.now() - began), output: `Would execute: ${command}`, command } }
      }
      const result = await follow(services.runPrompt.run(plan, signal), (event) => report.line(event as never))
      const command = input.verbose === true ? { command: services.dryRun.describe(plan.attempts?.current ?? plan).command } : {}
      return { body: runReply(result, { ...command, ...(input.metadata === undefined ? {} : { metadata: input.metadata }) }), failed: result.error !== undefined }
    } finally {
      await dispose()
    }
  },
}))
