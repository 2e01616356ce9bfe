import { type CompareBody, compareBody } from '../../schema/compare-body.ts'
import { compareReplySchema } from '../../schema/compare-reply.ts'
import { compareLine } from '../../service/stream-line.ts'
import { answerList } from '../answer-list.ts'
import { type Call, route } from '../route.ts'
import { servedPlanner } from '../served-planner.ts'
import { listResponses } from './list-responses.ts'
import { listErrors } from './run-errors.ts'

const example = {
  prompt: 'which of the two is faster?', backends: ['claude', 'codex'], completed: 2, failed: 0, cancelled: 0,
  results: [
    { backend: 'claude', status: 'completed', exit_code: 0, output: 'the first' },
    { backend: 'codex', status: 'completed', exit_code: 0, output: 'the second' },
  ],
}

/** Asks several backends the same. */
export const compareRoute = route<CompareBody>({
  method: 'POST',
  path: '/api/v1/compare',
  operationId: 'compare',
  summary: 'Ask several backends the same',
  description: 'A backend of `backends` that is not installed has failed; with `all_backends` it is left out. A stream where `Accept` asks for `application/x-ndjson` or `text/event-stream`.',
  scope: 'run',
  errors: listErrors,
  once: true,
  schemas: { body: compareBody, example: { backends: ['claude', 'codex'], prompt: 'which of the two is faster?' }, responses: listResponses(compareReplySchema, example) },
  handler: async ({ ctx, body, services, config }: Call<CompareBody>) => {
    const compare = await services.runCompare()
    const { caller, signal } = ctx.state
    const options = { cwd: '/', via: 'http', signal, planner: servedPlanner(ctx, services), ...(caller.backends === undefined ? {} : { allowed: caller.backends }) } as const
    await answerList(ctx, config, { begin: () => compare.execute(body, options), line: compareLine, end: (result) => result })
  },
})
