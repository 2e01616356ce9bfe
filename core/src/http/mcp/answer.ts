import type { McpReply } from '../../mcp/streamable/exchange.ts'
import type { HttpContext } from '../context.ts'
import { heartbeatMs } from '../run-stream.ts'
import { sseComment } from '../sse.ts'
import { streamBody } from '../stream-body.ts'

/** Puts a reply of the MCP server into the answer. A client that takes nothing of a stream for `stallMs` loses its connection. */
export function answerMcp(ctx: HttpContext, { status, headers, body, stream }: McpReply, stallMs: number): void {
  ctx.status = status
  ctx.set({ ...headers })
  if (stream === undefined) {
    ctx.body = body ?? ''
    if (body === undefined) ctx.remove('Content-Type')
    return
  }
  ctx.state.liftDeadline()
  const readable = streamBody(stream.texts, { heartbeat: () => sseComment, heartbeatMs, stallMs, stalled: () => ctx.res.destroy() })
  // The body itself is told only at its next event.
  if (ctx.res.closed) stream.close()
  else ctx.res.once('close', stream.close)
  ctx.body = readable
  ctx.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no', 'Server-Timing': ctx.state.timing.toString() })
  // A client waits for them, not for the first event.
  ctx.flushHeaders()
}
