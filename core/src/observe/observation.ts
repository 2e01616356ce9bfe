import type { Metrics } from './metrics.ts'

/** What watches a server. What is not wanted is not even loaded. */
export interface Observation {
  readonly metrics?: Metrics
}

/** What is to be watched. */
export interface ObservationOptions {
  readonly metrics: boolean
}

/** Begins to watch. */
export async function startObservation({ metrics }: ObservationOptions): Promise<Observation> {
  return metrics ? { metrics: new (await import('./metrics.ts')).Metrics() } : {}
}
