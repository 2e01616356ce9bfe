import { randomUUID } from 'node:crypto'
import type { HttpMiddleware } from '../context.ts'

/** What a client may call its request: nothing that could break a header or a line of a log. */
const acceptable = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/** Names the request: as its `X-Request-Id` says, if that is a plain name, else by a new UUID. */
export const requestId: HttpMiddleware = (ctx, next) => {
  const given = ctx.get('x-request-id')
  ctx.state.requestId = acceptable.test(given) ? given : randomUUID()
  ctx.set('X-Request-Id', ctx.state.requestId)
  const { requestIdHeader } = ctx.state.surface
  if (requestIdHeader !== undefined) ctx.set(requestIdHeader, ctx.state.requestId)
  return next()
}
