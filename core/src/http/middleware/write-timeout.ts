import type { HttpMiddleware } from '../context.ts'

/** Gives up a client that takes nothing of an answer that is complete, for `milliseconds`. Streams look after themselves until then. */
export function writeTimeout(milliseconds: number): HttpMiddleware {
  return (ctx, next) => {
    const { res } = ctx
    res.once('prefinish', () => {
      if (res.socket?.writableLength === 0) return // all of it is with the system
      // Node.js looks whether the system takes anything, and closes the connection where it does not.
      res.socket?.setTimeout(milliseconds)
    })
    return next()
  }
}
