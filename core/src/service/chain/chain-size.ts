import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ChainBody } from '../../schema/chain-body.ts'
import { mostRuns } from '../../schema/parallel-body.ts'

/** Whether a chain of a request has no more runs than one request may have. Errors: `invalid_request`. */
export function checkChainSize({ steps }: ChainBody): void {
  const runs = steps.reduce((sum, { parallel, compare }) => sum + Math.max(1, parallel?.tasks.length ?? 0, compare?.backends?.length ?? 0), 0)
  if (runs > mostRuns) throw new ClinvkError('invalid_request', `the chain has ${runs} runs; ${mostRuns} are allowed in one request`, { hint: 'Split it into several.' })
}
