import type { HttpContext, HttpMiddleware } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'

/** How long the rest of a body that is refused may still come in, milliseconds: the answer is read by then. */
const lingerMs = 1000

/** Refuses a body that says itself that it is larger than `maxBytes` (0: no limit), before anything else is done for it. */
export function bodySize(maxBytes: number): HttpMiddleware {
  return (ctx, next) => {
    if (maxBytes > 0 && Number(ctx.get('content-length')) > maxBytes) throw tooLarge(maxBytes, ctx)
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
