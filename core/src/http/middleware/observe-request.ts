import { Readable } from 'node:stream'
import { observeTogether } from '../../service/observe-runs.ts'
import type { Observation } from '../../observe/observation.ts'
import { forwardedTrace } from '../../observe/request-trace.ts'
import { parseTraceparent } from '../../observe/trace-context.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'

/** Client closed request: there was nobody to answer. */
const clientGone = 499

/** Media types of answers that come bit by bit. */
const streaming = /^(text\/event-stream|application\/x-ndjson)\b/

/**
 * Tells those who watch the server of each request, and lets them watch its runs. Nothing of an answer is held back: only its
 * end is awaited. `pattern` finds the route of a request that was refused before it was routed.
 */
export function observeRequest({ metrics, tracing }: Observation, pattern: (path: string) => string | undefined): HttpMiddleware {
  return async (ctx, next) => {
    const started = performance.now()
    const { timing, requestId } = ctx.state
    const parent = parseTraceparent(ctx.get('traceparent'))
    const traced = tracing?.request({ method: ctx.method, request_id: requestId, parent, tracestate: ctx.get('tracestate') }) ?? forwardedTrace(parent)
    const steps = () => ({ slot: () => timing.mark('queue'), spawned: () => timing.mark('spawn'), firstEvent: () => timing.mark('first_event') })
    ctx.state.observe = observeTogether([steps, metrics?.run, traced?.run].filter((observer) => observer !== undefined))
    if (metrics !== undefined) ctx.state.metrics = metrics
    ctx.res.once('close', () => {
      const status = ctx.res.headersSent ? ctx.res.statusCode : clientGone
      const route = ctx.state.route ?? pattern(ctx.path)
      traced?.end({ route, status })
      metrics?.request({ method: ctx.method, route, status, seconds: (performance.now() - started) / 1000 })
    })
    await next()
    if (metrics !== undefined && isStream(ctx)) ctx.res.once('close', metrics.stream())
  }
}

function isStream(ctx: HttpContext): boolean {
  return ctx.body instanceof Readable && streaming.test(ctx.response.get('content-type')) && !ctx.res.closed
}
