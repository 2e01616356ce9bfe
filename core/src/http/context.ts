import type { ClinvkError } from '@clinvk/plugin-sdk'
import type { ParameterizedContext } from 'koa'
import type { Log } from '../log.ts'
import type { Identity } from '../service/api-keys.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { Caller } from '../service/caller.ts'
import type { RunObserver } from '../service/observe-runs.ts'
import type { Activity } from './activity.ts'
import type { ServerTiming } from './server-timing.ts'
import type { Surface } from './surface.ts'

/** What middleware leaves for those behind it. */
export interface RequestState {
  /** In every answer as `X-Request-Id`, and in the log. */
  requestId: string
  /** The API that the path belongs to: it decides how errors look. */
  surface: Surface
  /** Whose key it is. */
  identity: Identity
  /** Who asks, and what that caller may do; nothing, before that is known. */
  caller: Caller
  timing: ServerTiming
  /** Told what happens in the runs of this request. */
  observe?: RunObserver
  /** The trace that the request belongs to. */
  traceId?: string
  /** What is counted; absent: nothing is. */
  metrics?: Metrics
  /** What is at work: the server waits for it when it stops. */
  activity: Activity
  /** Takes no prompt, answer or key. */
  log: Log
  /** Aborted when the client goes, the time is up, or the server ends. Its reason is a {@link ClinvkError}. */
  signal: AbortSignal
  /** Aborts `signal`. */
  abort: (reason: ClinvkError) => void
  /** The limit of time for a whole answer no longer counts: what follows is a stream. */
  liftDeadline: () => void
  /** The pattern of the route that answers, such as `/api/v1/sessions/:id`; absent for unknown paths. */
  route?: string
}

export type HttpContext = ParameterizedContext<RequestState>
export type HttpMiddleware = (context: HttpContext, next: () => Promise<void>) => Promise<void>
