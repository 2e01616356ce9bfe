import type { HttpMiddleware } from '../context.ts'

/** Gives up a client that takes nothing of an answer that is complete, for `milliseconds`. Streams look after themselves until then. */
export function writeTimeout(milliseconds: number): HttpMiddleware {
  return async (ctx, next) => {
    const { res } = ctx
    res.once('prefinish', () => {
      const timer = setTimeout(() => res.destroy(), milliseconds)
      timer.unref()
      res.once('close', () => clearTimeout(timer))
    })
    await next()
  }
}
