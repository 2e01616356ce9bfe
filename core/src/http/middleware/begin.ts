import type { Log } from '../../log.ts'
import type { Activity } from '../activity.ts'
import type { HttpMiddleware } from '../context.ts'
import { BegunRequest } from '../begun-request.ts'
import { type Surface, surfaceOf } from '../surface.ts'

/** What is known of a request before anything has looked at it. */
export function begin(activity: Activity, surfaces: readonly Surface[], log: Log): HttpMiddleware {
  return (ctx, next) => {
    const request = new BegunRequest(surfaceOf(surfaces, ctx), activity, log)
    ctx.state = request
    ctx.res.once('close', () => request.close(ctx.res.writableFinished))
    return next()
  }
}
