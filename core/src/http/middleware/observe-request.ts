import { Readable } from 'node:stream'
import { observeTogether } from '../../service/observe-runs.ts'
import type { Observation } from '../../observe/observation.ts'
import { forwardedTrace } from '../../observe/request-trace.ts'
import { parseTraceparent } from '../../observe/trace-context.ts'
import { answeredStatus } from '../answered-status.ts'
import { logRuns } from '../log-runs.ts'
import type { ServerLog } from '../server-log.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'

/** Media types of answers that come bit by bit. */
const streaming = /^(text\/event-stream|application\/x-ndjson)\b/

/** How requests are looked at. */
export interface RequestView {
  /** The path of the route that a path belongs to. */
  readonly pattern: (path: string) => string | undefined
  readonly log: ServerLog
  /** What is run stands in the log. */
  readonly commands: boolean
}

/**
 * Tells those who watch the server of each request, and lets them watch its runs. Nothing of an answer is held back: only its
 * end is awaited. `pattern` finds the route of a request that was refused before it was routed. Lines about the request and its
 * runs have their ids.
 */
export function observeRequest({ metrics, tracing }: Observation, { pattern, log, commands }: RequestView): HttpMiddleware {
  return (ctx, next) => {
    const started = performance.now()
    const { timing, requestId } = ctx.state
    const parent = parseTraceparent(ctx.get('traceparent'))
    const traced = tracing?.request({ method: ctx.method, request_id: requestId, parent, tracestate: ctx.get('tracestate') }) ?? forwardedTrace(parent)
    const ids = traced === undefined ? {} : { trace_id: traced.trace_id }
    if (traced !== undefined) ctx.state.traceId = traced.trace_id
    const requestLog = log.with({ request_id: requestId, ...ids })
    ctx.state.log = requestLog
    ctx.state.observe = (run) => {
      const steps = () => ({ slot: () => timing.mark('queue'), spawned: () => timing.mark('spawn'), firstEvent: () => timing.mark('first_event') })
      return observeTogether([steps, logRuns(requestLog, commands), metrics?.run, traced?.run].filter((observer) => observer !== undefined))(run)
    }
    if (metrics === undefined && traced === undefined) return next()
    if (metrics !== undefined) ctx.state.metrics = metrics
    let closeStream = () => {}
    ctx.res.once('close', () => {
      closeStream()
      const status = answeredStatus(ctx.res)
      const route = ctx.state.route ?? pattern(ctx.path)
      traced?.end({ route, status })
      metrics?.request({ method: ctx.method, route, status, seconds: (performance.now() - started) / 1000 })
    })
    return next().then(() => {
      if (metrics !== undefined && isStream(ctx)) closeStream = metrics.stream()
    })
  }
}

function isStream(ctx: HttpContext): boolean {
  return ctx.body instanceof Readable && streaming.test(ctx.response.get('content-type')) && !ctx.res.closed
}
