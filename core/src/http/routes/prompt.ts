import { requestFromPrompt } from '../../service/request-from-prompt.ts'
import { runReply } from '../../service/run-reply.ts'
import { promptBody, type PromptBody } from '../../schema/prompt-body.ts'
import { runReplySchema } from '../../schema/run-reply.ts'
import { asError, collectRun } from '../collect-run.ts'
import type { HttpContext } from '../context.ts'
import { answerError } from '../error-boundary.ts'
import type { EventFormat } from '../event-format.ts'
import { acceptedStream } from '../accepted-stream.ts'
import { ndjson } from '../ndjson.ts'
import { type Call, route } from '../route.ts'
import { streamRun } from '../run-stream.ts'
import { failedRunSchema } from './error-schema.ts'
import { runErrors } from './run-errors.ts'

/** Runs one prompt: as one answer, or as a stream of its events. */
export const promptRoute = route<PromptBody>({
  method: 'POST',
  path: '/api/v1/prompt',
  operationId: 'prompt',
  summary: 'Run one prompt',
  description: 'With `output_format: stream-json` the answer is a stream of events: server-sent ones where `Accept` asks for `text/event-stream`, else one JSON document a line.',
  scope: 'run',
  errors: runErrors,
  once: true,
  schemas: {
    body: promptBody,
    example: { backend: 'codex', prompt: 'say hi' },
    failure: failedRunSchema(runReplySchema),
    responses: {
      200: {
        description: 'The run succeeded.',
        content: { 'application/json': runReplySchema, 'application/x-ndjson': { type: 'string' }, 'text/event-stream': { type: 'string' } },
        example: { backend: 'codex', session_id: 'd2abc50fd56a330e0f0ea23f64c0196f', exit_code: 0, duration_ms: 5612, output: 'hi', token_usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 } },
      },
    },
  },
  handler: prompt,
})

async function prompt({ ctx, body, services, config }: Call<PromptBody>): Promise<void> {
  const asked = requestFromPrompt(body, 'http')
  const { caller, signal, timing } = ctx.state
  const format = streamFormat(ctx, body)
  const { plan, dispose } = await services.planServedRun.execute(asked, caller, body.dry_run === true)
  if (body.dry_run === true) {
    await dispose()
    const { command, backend } = services.dryRun.describe(plan)
    ctx.body = { backend, dry_run: true, exit_code: 0, duration_ms: Math.round(timing.total), output: `Would execute: ${command}`, command }
    return
  }
  timing.mark('plan')
  const events = services.runPrompt.run(plan, signal)
  if (format !== undefined) return streamRun(ctx, events, { format, stallMs: (config.server.write_timeout_secs || 300) * 1000, finished: dispose })
  const result = await collectRun(ctx, events, dispose)
  const command = body.verbose === true ? { command: services.dryRun.describe(plan.attempts?.current ?? plan).command } : {}
  if (result.error !== undefined) answerError(ctx, asError(result.error, result.backend))
  ctx.body = runReply(result, { ...command, ...(body.metadata === undefined ? {} : { metadata: body.metadata }) })
}

/** The client's choice, not that of `output.format`: what a program gets must not depend on how people here like to read. */
function streamFormat(ctx: HttpContext, { output_format: format = 'default' }: PromptBody): EventFormat | undefined {
  if (format !== 'stream-json' && format !== 'default') return undefined
  return acceptedStream(ctx) ?? (format === 'stream-json' ? ndjson : undefined)
}
