import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Log } from '../../log.ts'
import type { Activity } from '../activity.ts'
import type { HttpMiddleware, RequestState } from '../context.ts'
import { ServerTiming } from '../server-timing.ts'
import { type Surface, surfaceOf } from '../surface.ts'

/** What is known of a request before anything has looked at it. */
export function begin(activity: Activity, surfaces: readonly Surface[], log: Log): HttpMiddleware {
  return async (ctx, next) => {
    const controller = new AbortController()
    const state: Partial<RequestState> = {
      surface: surfaceOf(surfaces, ctx),
      identity: { kind: 'missing' },
      caller: { scopes: [], max_permission: 'read-only' },
      log,
      timing: new ServerTiming(),
      activity,
      signal: controller.signal,
      abort: (reason) => controller.abort(reason),
      liftDeadline: () => {},
    }
    Object.assign(ctx.state, state)
    const end = () => controller.abort(new ClinvkError('overloaded', 'the server is shutting down', { hint: 'Try again later.', details: { retry_after_secs: 5 } }))
    activity.signal.addEventListener('abort', end, { once: true })
    // Middleware, Koa and its pipeline wait for the same end; ten are the limit at which Node.js suspects a leak.
    ctx.res.setMaxListeners(30)
    ctx.res.once('close', () => {
      activity.signal.removeEventListener('abort', end)
      if (!ctx.res.writableFinished) controller.abort(new ClinvkError('cancelled', 'the client closed the connection'))
    })
    await next()
  }
}
