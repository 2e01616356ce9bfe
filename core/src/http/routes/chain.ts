import { ClinvkError } from '@clinvk/plugin-sdk'
import { type ChainBody, chainBody } from '../../schema/chain-body.ts'
import { chainReplySchema } from '../../schema/chain-reply.ts'
import { mostRuns } from '../../schema/parallel-body.ts'
import { chainLine, chainResultLine } from '../../service/stream-line.ts'
import { answerList } from '../answer-list.ts'
import { type Call, route } from '../route.ts'
import { servedPlanner } from '../served-planner.ts'
import { listResponses } from './list-responses.ts'

/** Runs steps one after the other, each with what the steps before it said. */
export const chainRoute = route<ChainBody>({
  method: 'POST',
  path: '/api/v1/chain',
  operationId: 'chain',
  summary: 'Run steps that build on each other',
  description: 'The whole chain is checked before its first step. A stream where `Accept` asks for `application/x-ndjson` or `text/event-stream`.',
  scope: 'run',
  schemas: { body: chainBody, responses: listResponses(chainReplySchema) },
  handler: async ({ ctx, body, services, config }: Call<ChainBody>) => {
    checkSize(body)
    const chain = await services.runChain()
    const options = { cwd: '/', via: 'http', signal: ctx.state.signal, planner: servedPlanner(ctx, services) } as const
    await answerList(ctx, config, { begin: () => chain.execute(body, options), line: chainLine, end: chainResultLine })
  },
})

/** Errors: `invalid_request` for more runs than one request may have. */
function checkSize({ steps }: ChainBody): void {
  const runs = steps.reduce((sum, { parallel, compare }) => sum + Math.max(1, parallel?.tasks.length ?? 0, compare?.backends?.length ?? 0), 0)
  if (runs > mostRuns) throw new ClinvkError('invalid_request', `the chain has ${runs} runs; ${mostRuns} are allowed in one request`, { hint: 'Split it into several.' })
}
