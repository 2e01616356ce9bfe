import { ClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import type { RunResult } from '../service/fold-events.ts'
import { resultOf } from '../service/result-of.ts'
import type { HttpContext } from './context.ts'

/**
 * Runs to the end and returns the result, failed or not; `finished` is called in any case. A run that ended because the server
 * or the client did throws the reason of that.
 */
export async function collectRun(ctx: HttpContext, events: AsyncGenerator<WireEvent, RunResult>, finished: () => Promise<void>): Promise<RunResult> {
  try {
    const result = await resultOf(events)
    if (result.error !== undefined) ctx.state.signal.throwIfAborted()
    return result
  } finally {
    await finished()
  }
}

/** A run's failure as an error. */
export function asError({ code, message, ...options }: NonNullable<RunResult['error']>, backend: string): ClinvkError {
  return new ClinvkError(code, message, { ...options, backend })
}
