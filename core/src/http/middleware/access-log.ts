import { answeredStatus } from '../answered-status.ts'
import type { HttpMiddleware } from '../context.ts'
import type { ServerLog } from '../server-log.ts'

/** Longest path in the log; a longer one says no more. */
const longestPath = 256

/** Writes one line for each request, when its answer has been sent or its client is gone. */
export function accessLog(log: ServerLog): HttpMiddleware {
  return (ctx, next) => {
    const started = performance.now()
    const before = ctx.req.socket.bytesWritten
    ctx.res.once('close', () => {
      const { route, requestId, traceId, caller } = ctx.state
      log.access({
        request_id: requestId,
        trace_id: traceId,
        method: ctx.method,
        path: ctx.path.slice(0, longestPath),
        route,
        status: answeredStatus(ctx.res),
        bytes: ctx.req.socket.bytesWritten - before,
        duration_ms: Math.round((performance.now() - started) * 10) / 10,
        ip: ctx.ip,
        key: caller.name,
        aborted: ctx.res.writableFinished ? undefined : true,
      })
    })
    return next()
  }
}
