import { ClinvkError } from '@clinvk/plugin-sdk'
import type { HttpMiddleware } from '../context.ts'

/**
 * Gives up on an answer that takes longer than `milliseconds`: the client gets `timeout` at once, and what is at work for it is
 * ended. A stream lifts this limit when it begins.
 */
export function deadline(milliseconds: number): HttpMiddleware {
  return (ctx, next) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const error = new ClinvkError('timeout', `the request was given up after ${milliseconds / 1000} s`, {
          hint: 'Ask for a stream, or raise server.request_timeout_secs.',
        })
        ctx.state.abort(error)
        reject(error)
      }, milliseconds)
      ctx.state.liftDeadline = () => clearTimeout(timer)
      const leave = ctx.state.activity.enter()
      const ended = (): void => {
        clearTimeout(timer)
        leave()
      }
      // After the time is up nobody listens any more: the failure that follows is the end of what was aborted.
      next().then(() => (ended(), resolve()), (failure: unknown) => (ended(), reject(failure)))
    })
}
