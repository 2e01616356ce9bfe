import type { EventFormat } from './event-format.ts'
import { failureEvent } from './failure-event.ts'

/**
 * Unified events, one a line. NDJSON knows no comments and many readers stumble over empty lines, so silence is broken by an event
 * of a known type, without a number.
 */
export const ndjson: EventFormat = {
  mediaType: 'application/x-ndjson',
  event: (event) => `${JSON.stringify(event)}\n`,
  failure: (error, sent) => `${JSON.stringify(failureEvent(error, sent))}\n`,
  heartbeat: () => `${JSON.stringify({ type: 'progress', timestamp: new Date().toISOString(), content: { stage: 'waiting' } })}\n`,
}
