import type { ApiKeys, Identity } from '../../service/api-keys.ts'
import { RequestCaller } from '../request-caller.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'

/** Finds out whose key a request brings, if any, for the limits to count by. Who may come in is decided later. */
export function identify(keys: ApiKeys): HttpMiddleware {
  return (ctx, next) => {
    const identity = keys.identify(presentedKey(ctx))
    if (identity instanceof Promise) return learn(ctx, identity, next)
    remember(ctx, identity)
    return next()
  }
}

async function learn(ctx: HttpContext, identity: Promise<Identity>, next: () => Promise<void>): Promise<void> {
  remember(ctx, await identity)
  await next()
}

function remember({ state }: HttpContext, identity: Identity): void {
  state.identity = identity
  const { observe, log } = state
  if ('caller' in identity) state.caller = new RequestCaller(identity.caller, log, observe)
}

/** `X-Api-Key`, else `Authorization: Bearer`. */
function presentedKey(ctx: HttpContext): string | undefined {
  const key = ctx.get('x-api-key') || /^bearer +(\S+)\s*$/i.exec(ctx.get('authorization'))?.[1]
  return key === undefined || key === '' ? undefined : key
}
