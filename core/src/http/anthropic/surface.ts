import { retryAdvice } from '../compatible/retry-advice.ts'
import type { Surface } from '../surface.ts'
import { countTokensRoute } from './count-tokens.ts'
import { anthropicErrorBody } from './error-body.ts'
import { messagesRoute } from './messages.ts'
import { modelRoutes } from './models.ts'

/** Where it is served, and how its operations are called there. SDKs add `/v1` to the base URL that they are given. */
const places = { '/anthropic/v1': 'anthropic', '/anthropic': 'anthropicShort', '/anthropic/v1/v1': 'anthropicLong', '/v1': 'shared' } as const

/** The API of Anthropic: below `/anthropic`, with or without `/v1`, and below `/v1` for clients whose base URL is the server itself. */
export const anthropic: Surface = {
  name: 'anthropic',
  owns: (ctx) => ctx.path.startsWith('/anthropic/') || ctx.path.startsWith('/v1/messages') || (ctx.path.startsWith('/v1/') && ctx.get('anthropic-version') !== ''),
  routes: Object.entries(places).flatMap(([prefix, name]) => [messagesRoute(prefix, `${name}Messages`), countTokensRoute(prefix, `${name}CountTokens`), ...modelRoutes(prefix, `${name}Models`)]),
  requestIdHeader: 'request-id',
  errorBody: (error, { status, requestId }) => anthropicErrorBody(error, status, requestId),
  errorHeaders: (error) => ({ 'x-should-retry': retryAdvice(error) }),
}
