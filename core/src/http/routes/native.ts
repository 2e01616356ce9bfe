import { errorBody } from '../../service/error-body.ts'
import type { Surface } from '../surface.ts'
import { backendRoute } from './backend.ts'
import { backendsRoute } from './backends.ts'
import { chainRoute } from './chain.ts'
import { compareRoute } from './compare.ts'
import { errorSchema } from './error-schema.ts'
import { healthRoute } from './health.ts'
import { metricsRoute } from './metrics.ts'
import { parallelRoute } from './parallel.ts'
import { promptRoute } from './prompt.ts'
import { forkSessionRoute } from './sessions/fork-session.ts'
import { listSessionsRoute } from './sessions/list-sessions.ts'
import { changeSessionRoute, deleteSessionRoute, getSessionRoute } from './sessions/one-session.ts'
import { sessionTurnsRoute } from './sessions/session-turns.ts'

/** clinvk's own API, and whatever belongs to no other. */
export const native: Surface = {
  name: 'native',
  owns: () => true,
  routes: [promptRoute, parallelRoute, chainRoute, compareRoute, backendsRoute, backendRoute, listSessionsRoute, getSessionRoute, changeSessionRoute, deleteSessionRoute, forkSessionRoute, sessionTurnsRoute, healthRoute, metricsRoute],
  errorSchema,
  errorBody: (error) => ({ error: errorBody(error) }),
}
