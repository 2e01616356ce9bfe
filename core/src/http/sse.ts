import type { EventFormat } from './event-format.ts'
import { failureEvent } from './failure-event.ts'

/** Ends of lines to some readers (Python's `splitlines`), which no rule of server-sent events or JSON makes any. */
const alsoLines = /[\u0085\u2028\u2029]/g

/** One server-sent event. `data` is JSON, or has no line feeds and no such characters. */
export function sseEvent(data: string, name?: string, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${name === undefined ? '' : `event: ${name}\n`}data: ${data.replace(alsoLines, escaped)}\n\n`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
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
