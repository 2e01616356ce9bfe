import type { IncomingMessage, ServerResponse } from 'node:http'
import Koa from 'koa'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ServedServices } from '../container.ts'
import type { Config } from '../config/load.ts'
import type { Log } from '../log.ts'
import type { Activity } from './activity.ts'
import type { HttpMiddleware, RequestState } from './context.ts'
import { errorBoundary } from './error-boundary.ts'
import { deadline } from './middleware/deadline.ts'
import { jsonBody } from './middleware/json-body.ts'
import { requestId } from './middleware/request-id.ts'
import { routing } from './routing.ts'
import { ServerTiming } from './server-timing.ts'
import { type Surface, surfaceOf } from './surface.ts'

/** What an app is made from. A change of the configuration makes a new one; `activity` goes on. */
export interface AppParts {
  readonly config: Config
  readonly services: ServedServices
  readonly log: Log
  readonly activity: Activity
  /** In the order in which they are asked whose path it is. */
  readonly surfaces: readonly Surface[]
}

/** Handles one request; resolves when the answer is on its way. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** The stack of middleware in its order, and behind it the routes of all surfaces. */
export function createApp({ config, services, log, activity, surfaces }: AppParts): RequestHandler {
  const app = new Koa<RequestState>()
  // What reaches Koa itself is a connection that broke: everything else has been answered by the boundary.
  app.silent = true
  const begin: HttpMiddleware = async (ctx, next) => {
    Object.assign(ctx.state, begun(activity, log), { caller: { max_permission: config.server.max_permission }, surface: surfaceOf(surfaces, ctx) })
    const end = () => ctx.state.abort(new ClinvkError('cancelled', 'the server is shutting down'))
    activity.signal.addEventListener('abort', end, { once: true })
    ctx.res.once('close', () => {
      activity.signal.removeEventListener('abort', end)
      if (!ctx.res.writableFinished) ctx.state.abort(new ClinvkError('cancelled', 'the client closed the connection'))
    })
    await next()
  }
  const timing: HttpMiddleware = async (ctx, next) => {
    await next()
    if (!ctx.headerSent) ctx.set('Server-Timing', ctx.state.timing.toString())
  }
  const { request_timeout_secs: seconds, max_request_body_bytes: maxBytes } = config.server
  const stack: readonly HttpMiddleware[] = [begin, requestId, timing, errorBoundary, jsonBody(maxBytes), deadline((seconds || 300) * 1000), routing(surfaces, services, config)]
  for (const middleware of stack) app.use(middleware)
  return app.callback() as RequestHandler
}

function begun(activity: Activity, log: Log): Pick<RequestState, 'log' | 'timing' | 'activity' | 'signal' | 'abort' | 'liftDeadline'> {
  const controller = new AbortController()
  return {
    log,
    timing: new ServerTiming(),
    activity,
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    liftDeadline: () => {},
  }
}
