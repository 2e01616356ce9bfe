import type { HttpMiddleware } from '../context.ts'

/** Tells how long what took, in every answer; a stream tells its end in a trailer. */
export const serverTiming: HttpMiddleware = async (ctx, next) => {
  await next()
  if (!ctx.headerSent) ctx.set('Server-Timing', ctx.state.timing.toString())
}
