import type { Log } from '../log.ts'
import type { Metrics } from './metrics.ts'
import { traceSettings } from './trace-settings.ts'
import type { Tracing } from './tracing.ts'

/** What watches a server. What is not wanted is not even loaded. */
export interface Observation {
  readonly metrics?: Metrics
  readonly tracing?: Tracing
}

/** What is to be watched, and by whom. */
export interface ObservationOptions {
  readonly metrics: boolean
  /** Its `OTEL_*` say whether there are traces. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of clinvk. */
  readonly version: string
  readonly log: Log
}

/** Begins to watch. What cannot be done is told in the log. */
export async function startObservation({ metrics, env, version, log }: ObservationOptions): Promise<Observation> {
  const { enabled, problem } = traceSettings(env)
  if (problem !== undefined) log.warn(problem)
  return {
    ...(metrics && { metrics: new (await import('./metrics.ts')).Metrics() }),
    ...(enabled && { tracing: new (await import('./tracing.ts')).Tracing({ version, log }) }),
  }
}
