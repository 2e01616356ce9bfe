import { type ChainBody, chainBody } from '../../schema/chain-body.ts'
import { chainReplySchema } from '../../schema/chain-reply.ts'
import { checkChainSize } from '../../service/chain/chain-size.ts'
import { chainLine } from '../../service/stream-line.ts'
import { withBackground } from '../background.ts'
import { follow } from '../follow.ts'
import { callPlanner } from '../planner.ts'
import { tool } from '../tool.ts'

/** Runs steps one after the other, each with what the steps before it said. */
export const chainTool = withBackground(tool<ChainBody>({
  name: 'clinvk_chain',
  title: 'Run steps that build on each other',
  description: 'Run prompts one after the other; {{previous}} and {{steps.NAME.output}} in a prompt stand for earlier answers. The whole chain is checked before its first step.',
  input: chainBody,
  output: chainReplySchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  scope: 'run',
  run: async ({ input, services, caller, signal, report }) => {
    checkChainSize(input)
    const chain = await services.runChain()
    report.parts(input.steps.length)
    const work = chain.execute(input, { cwd: '/', via: 'mcp', signal, planner: callPlanner(services, caller) })
    return { body: await follow(work, (event) => (event.type === 'step_ended' ? report.partEnded(chainLine(event)) : report.line(chainLine(event)))) }
  },
}))
