import { type ChainBody, chainBody } from '../../schema/chain-body.ts'
import { chainReplySchema } from '../../schema/chain-reply.ts'
import { checkChainSize } from '../../service/chain/chain-size.ts'
import { chainLine, chainResultLine } from '../../service/stream-line.ts'
import { answerList } from '../answer-list.ts'
import { type Call, route } from '../route.ts'
import { servedPlanner } from '../served-planner.ts'
import { listResponses } from './list-responses.ts'
import { listErrors } from './run-errors.ts'

const example = {
  total_steps: 2, completed_steps: 2,
  results: [
    { step: 1, name: 'plan', backend: 'claude', status: 'completed', exit_code: 0, output: 'rename the file' },
    { step: 2, backend: 'codex', status: 'completed', exit_code: 0, output: 'done' },
  ],
}

/** Runs steps one after the other, each with what the steps before it said. */
export const chainRoute = route<ChainBody>({
  method: 'POST',
  path: '/api/v1/chain',
  operationId: 'chain',
  summary: 'Run steps that build on each other',
  description: 'The whole chain is checked before its first step. A stream where `Accept` asks for `application/x-ndjson` or `text/event-stream`.',
  scope: 'run',
  errors: listErrors,
  once: true,
  schemas: { body: chainBody, example: { steps: [{ name: 'plan', backend: 'claude', prompt: 'plan the change' }, { backend: 'codex', prompt: 'do it: {{steps.plan.output}}' }], pass_working_dir: true }, responses: listResponses(chainReplySchema, example) },
  handler: async ({ ctx, body, services, config }: Call<ChainBody>) => {
    checkChainSize(body)
    const chain = await services.runChain()
    const options = { cwd: '/', via: 'http', signal: ctx.state.signal, planner: servedPlanner(ctx, services) } as const
    await answerList(ctx, config, { begin: () => chain.execute(body, options), line: chainLine, end: chainResultLine })
  },
})
