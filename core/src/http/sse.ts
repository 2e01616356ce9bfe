import type { EventFormat } from './event-format.ts'
import { failureEvent } from './failure-event.ts'

/** One server-sent event. `data` has no line feeds: JSON has none. */
export function sseEvent(data: string, name?: string, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`
}

/** A line that readers of server-sent events pass over. */
export const sseComment = ': ping\n\n'

/** Unified events as server-sent events, each named by its type and numbered by its sequence. */
export const sse: EventFormat = {
  mediaType: 'text/event-stream; charset=utf-8',
  event: (event) => sseEvent(JSON.stringify(event), event.type, event.sequence),
  failure: (error, sent) => sseEvent(JSON.stringify(failureEvent(error, sent)), 'error', sent + 1),
  heartbeat: () => sseComment,
}
