import { constants } from 'node:buffer'
import type { HttpContext, HttpMiddleware } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'

/** How long the rest of a body that is refused may still come in, milliseconds: the answer is read by then. */
const lingerMs = 1000

/** The limit of bodies, as configured (0: none). What is larger than a text can be would end the server in the middle of reading it. */
export function bodyLimit(maxBytes: number): number {
  return Math.min(maxBytes || Number.POSITIVE_INFINITY, constants.MAX_STRING_LENGTH)
}

/** Refuses a body that says itself that it is larger than `limit`, before anything else is done for it. */
export function bodySize(limit: number): HttpMiddleware {
  return (ctx, next) => {
    if (Number(ctx.get('content-length')) > limit) throw tooLarge(limit, ctx)
    return next()
  }
}

/** The refusal. The client gets it at once; its connection is closed when it does not stop sending. */
export function tooLarge(maxBytes: number, { req, res }: HttpContext): HttpFailure {
  // Closing at once would take the answer away from a client that still sends.
  res.once('finish', () => {
    if (req.complete) return
    req.unpipe()
    req.resume()
    const timer = setTimeout(() => req.destroy(), lingerMs)
    req.once('close', () => clearTimeout(timer))
    timer.unref()
  })
  return new HttpFailure(413, 'payload_too_large', `request body exceeds size limit (${maxBytes} bytes)`, { hint: 'Send less, or raise server.max_request_body_bytes.' })
}
