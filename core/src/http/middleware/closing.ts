import { ClinvkError } from '@clinvk/plugin-sdk'
import type { HttpMiddleware } from '../context.ts'

/** Seconds after which a client may look for the server again. */
const backSoonSecs = 5

/** Refuses what comes while the server stops, and closes the connection. */
export const closing: HttpMiddleware = (ctx, next) => {
  if (ctx.state.activity.closing) {
    ctx.set('Connection', 'close')
    throw new ClinvkError('overloaded', 'the server is shutting down', { hint: 'Try again later.', details: { retry_after_secs: backSoonSecs } })
  }
  return next()
}
