import type { RunObserver } from '../service/observe-runs.ts'
import type { ServerLog } from './server-log.ts'

/** Puts run and backend on each line about a run; with `commands` also tells what each run starts, and how it ends. */
export function logRuns(log: ServerLog, commands: boolean): RunObserver {
  return ({ run_id, backend }) => {
    const own = log.with({ run_id, backend })
    if (!commands) return { log: own }
    const asked = performance.now()
    return {
      log: own,
      spawning: ({ cwd, command }) => {
        own.info('run starts', { cwd, command: command() })
        return undefined
      },
      ended: ({ status, code, model, usage, cost_usd }) => {
        const tokens = usage === undefined ? {} : { input_tokens: usage.input_tokens, output_tokens: usage.output_tokens }
        own.info('run ended', { outcome: status, ...(code === undefined ? {} : { code }), duration_ms: Math.round(performance.now() - asked), ...(model === undefined ? {} : { model }), ...tokens, ...(cost_usd === undefined ? {} : { cost_usd }) })
      },
    }
  }
}
