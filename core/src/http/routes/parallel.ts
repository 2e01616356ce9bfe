import { type ParallelBody, parallelBody } from '../../schema/parallel-body.ts'
import { parallelReplySchema } from '../../schema/parallel-reply.ts'
import { parallelLine } from '../../service/stream-line.ts'
import { answerList } from '../answer-list.ts'
import { type Call, route } from '../route.ts'
import { servedPlanner } from '../served-planner.ts'
import { listResponses } from './list-responses.ts'
import { listErrors } from './run-errors.ts'

const example = {
  total_tasks: 2, completed: 1, failed: 1, cancelled: 0, max_parallel: 2, fail_fast: false,
  results: [
    { index: 0, backend: 'claude', status: 'completed', exit_code: 0, output: 'fine' },
    { index: 1, backend: 'codex', status: 'failed', exit_code: 2, error: { code: 'backend_unavailable', message: 'backend "codex" is not available (CLI not found in PATH)' } },
  ],
}

/** Runs many prompts, so many at a time. */
export const parallelRoute = route<ParallelBody>({
  method: 'POST',
  path: '/api/v1/parallel',
  operationId: 'parallel',
  summary: 'Run many prompts at the same time',
  description: 'A stream where `Accept` asks for `application/x-ndjson` or `text/event-stream`.',
  scope: 'run',
  errors: listErrors,
  once: true,
  schemas: { body: parallelBody, example: { tasks: [{ backend: 'claude', prompt: 'review the code' }, { backend: 'codex', prompt: 'review the tests' }], max_parallel: 2 }, responses: listResponses(parallelReplySchema, example) },
  handler: async ({ ctx, body, services, config }: Call<ParallelBody>) => {
    const parallel = await services.runParallel()
    const options = { cwd: '/', via: 'http', signal: ctx.state.signal, planner: servedPlanner(ctx, services) } as const
    await answerList(ctx, config, { begin: (streamed) => parallel.execute(body, { ...options, keepOutputs: !streamed }), line: parallelLine, end: (result) => result })
  },
})
