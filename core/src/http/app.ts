import type { IncomingMessage, ServerResponse } from 'node:http'
import Koa from 'koa'
import type { Config } from '../config/load.ts'
import type { ServedServices } from '../container.ts'
import type { Observation } from '../observe/observation.ts'
import type { Activity } from './activity.ts'
import { checkBinding } from './binding.ts'
import { trustedNetworks } from './client-address.ts'
import type { HttpMiddleware, RequestState } from './context.ts'
import { errorBoundary } from './error-boundary.ts'
import { accessLog } from './middleware/access-log.ts'
import { apiKey } from './middleware/api-key.ts'
import { begin } from './middleware/begin.ts'
import { bodyLimit, bodySize } from './middleware/body-size.ts'
import { closing } from './middleware/closing.ts'
import { cors } from './middleware/cors.ts'
import { deadline } from './middleware/deadline.ts'
import { hostGate } from './middleware/host-gate.ts'
import { identify } from './middleware/identify.ts'
import { jsonBody } from './middleware/json-body.ts'
import { observeRequest } from './middleware/observe-request.ts'
import { rateLimit } from './middleware/rate-limit.ts'
import { realIp } from './middleware/real-ip.ts'
import { requestId } from './middleware/request-id.ts'
import { serverTiming } from './middleware/server-timing.ts'
import { writeTimeout } from './middleware/write-timeout.ts'
import { openPaths } from './open-paths.ts'
import { allowedOrigins } from './origin-rules.ts'
import { routePattern } from './path-pattern.ts'
import type { RateCounters } from './rate-counters.ts'
import { routing } from './routing.ts'
import type { ServerLog } from './server-log.ts'
import type { Surface } from './surface.ts'

/** What an app is made from. A change of the configuration makes a new one; `activity` and `counters` go on. */
export interface AppParts {
  readonly config: Config
  readonly services: ServedServices
  readonly log: ServerLog
  readonly activity: Activity
  readonly counters: RateCounters
  readonly observation: Observation
  /** In the order in which they are asked whose path it is. */
  readonly surfaces: readonly Surface[]
}

/** Handles one request; resolves when the answer is on its way. */
export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** The stack of middleware in its order, and behind it the routes of all surfaces. Errors: `config_invalid`. */
export function createApp(parts: AppParts): RequestHandler {
  const app = new Koa<RequestState>()
  // What reaches Koa itself is a connection that broke: everything else has been answered by the boundary.
  app.silent = true
  for (const middleware of stack(parts)) app.use(middleware)
  return app.callback() as RequestHandler
}

function stack({ config: { server }, config, services, log, activity, counters, observation, surfaces }: AppParts): readonly HttpMiddleware[] {
  checkBinding(server.host, services.apiKeys.configured)
  const originAllowed = allowedOrigins(server)
  const mostBytes = bodyLimit(server.max_request_body_bytes)
  const burst = server.rate_limit_burst || 2 * server.rate_limit_rps
  return [
    begin(activity, surfaces, log),
    requestId,
    observeRequest(observation, { pattern: routePattern(surfaces), log, commands: server.log_commands }),
    serverTiming,
    realIp(trustedNetworks(server.trusted_proxies)),
    errorBoundary,
    accessLog(log),
    writeTimeout((server.write_timeout_secs || 300) * 1000),
    closing,
    hostGate({ host: server.host, allowedHosts: server.allowed_hosts, originAllowed }),
    // Before the limiter and the keys, so that preflights work and pages can read 401, 413 and 429.
    cors(originAllowed, { credentials: server.cors_allow_credentials, maxAgeSecs: server.cors_max_age || 300 }),
    bodySize(mostBytes),
    // Whose key it is decides by which limit it is counted; whether it opens, after that.
    identify(services.apiKeys),
    rateLimit({ ...(server.rate_limit_enabled ? { rate: { rps: server.rate_limit_rps, burst } } : {}), redisUrl: server.rate_limit_redis_url }, counters),
    apiKey(openPaths(surfaces)),
    deadline((server.request_timeout_secs || 300) * 1000),
    jsonBody(mostBytes),
    routing(surfaces, services, config),
  ]
}
