import type { ApiKeys } from '../../service/api-keys.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'

/** Finds out whose key a request brings, if any, for the limits to count by. Who may come in is decided later. */
export function identify(keys: ApiKeys): HttpMiddleware {
  return async (ctx, next) => {
    const identity = await keys.identify(presentedKey(ctx))
    ctx.state.identity = identity
    const { observe, log } = ctx.state
    if ('caller' in identity) ctx.state.caller = { ...identity.caller, log, ...(observe === undefined ? {} : { observe }) }
    await next()
  }
}

/** `X-Api-Key`, else `Authorization: Bearer`. */
function presentedKey(ctx: HttpContext): string | undefined {
  const key = ctx.get('x-api-key') || /^bearer +(\S+)\s*$/i.exec(ctx.get('authorization'))?.[1]
  return key === undefined || key === '' ? undefined : key
}
