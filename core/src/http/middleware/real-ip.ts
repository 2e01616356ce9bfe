import type { BlockList } from 'node:net'
import { clientAddress } from '../client-address.ts'
import type { HttpMiddleware } from '../context.ts'

/** Finds out who asks: the peer, or whom trusted proxies name. It is `ctx.ip` from here on. */
export function realIp(trusted: BlockList): HttpMiddleware {
  return (ctx, next) => {
    ctx.request.ip = clientAddress({ peer: ctx.req.socket.remoteAddress ?? '', forwarded: ctx.get('x-forwarded-for'), real: ctx.get('x-real-ip') }, trusted)
    return next()
  }
}
