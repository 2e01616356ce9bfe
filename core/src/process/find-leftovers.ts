import type { ProcessInfo } from './process-info.ts'
import { listProcesses, startedSince, startedWith } from './process-table.ts'

/** Names the run in the environment of everything that the run starts. */
export const runIdVariable = 'CLINVK_RUN_ID'

/**
 * Living processes that carry a run's id, or one of several, in the environment they were started with, wherever they are:
 * other sessions and groups, adopted by another parent. `earliest` is the start time of the first process, when known.
 */
export function findLeftovers(runs: string | ReadonlySet<string>, processes = listProcesses(), earliest?: string): ProcessInfo[] {
  const candidates = processes.filter((one) => !one.zombie && one.pid !== process.pid && startedSince(one, earliest))
  return startedWith(candidates, runIdVariable, typeof runs === 'string' ? new Set([runs]) : runs)
}
