import { type ParallelBody, parallelBody } from '../../schema/parallel-body.ts'
import { parallelReplySchema } from '../../schema/parallel-reply.ts'
import { parallelLine } from '../../service/stream-line.ts'
import { answerList } from '../answer-list.ts'
import { type Call, route } from '../route.ts'
import { servedPlanner } from '../served-planner.ts'
import { listResponses } from './list-responses.ts'

/** Runs many prompts, so many at a time. */
export const parallelRoute = route<ParallelBody>({
  method: 'POST',
  path: '/api/v1/parallel',
  operationId: 'parallel',
  summary: 'Run many prompts at the same time',
  description: 'A stream where `Accept` asks for `application/x-ndjson` or `text/event-stream`.',
  scope: 'run',
  schemas: { body: parallelBody, responses: listResponses(parallelReplySchema) },
  handler: async ({ ctx, body, services, config }: Call<ParallelBody>) => {
    const parallel = await services.runParallel()
    const options = { cwd: '/', via: 'http', signal: ctx.state.signal, planner: servedPlanner(ctx, services) } as const
    await answerList(ctx, config, { begin: (streamed) => parallel.execute(body, { ...options, keepOutputs: !streamed }), line: parallelLine, end: (result) => result })
  },
})
