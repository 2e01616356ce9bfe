import type { HttpContext } from './context.ts'
import type { EventFormat } from './event-format.ts'
import { ndjson } from './ndjson.ts'
import { sse } from './sse.ts'

/** The stream that `Accept` prefers to a single answer; undefined: none. */
export function acceptedStream(ctx: HttpContext): EventFormat | undefined {
  const preferred = ctx.get('accept') === '' ? 'application/json' : ctx.accepts('application/json', 'text/event-stream', 'application/x-ndjson')
  if (preferred === 'text/event-stream') return sse
  return preferred === 'application/x-ndjson' ? ndjson : undefined
}
