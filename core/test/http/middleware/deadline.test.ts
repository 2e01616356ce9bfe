import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { deadline } from '../../../src/http/middleware/deadline.ts'
import { listening, send } from '../listening.ts'

test('an answer that takes too long is given up at once with 504, and its work is aborted and waited for', async () => {
  let reason: unknown
  let finish = () => {}
  const slow: HttpMiddleware = async (ctx) => {
    await new Promise<void>((resolve) => ctx.state.signal.addEventListener('abort', () => resolve()))
    reason = ctx.state.signal.reason
    await new Promise<void>((resolve) => (finish = resolve))
    throw new Error('the end of what was aborted')
  }
  const { port, activity, warnings } = await listening([deadline(30), slow])
  const { status, json } = await send(port)
  expect(status).toBe(504)
  expect(json.error).toMatchObject({ code: 'timeout', message: 'the request was given up after 0.03 s' })
  expect(reason).toMatchObject({ code: 'timeout' })
  expect(activity.count).toBe(1)
  finish()
  await activity.idle()
  expect(warnings).toEqual([])
})

test('a stream that has begun is not given up', async () => {
  const stream: HttpMiddleware = async (ctx) => {
    ctx.state.liftDeadline()
    await new Promise((resolve) => setTimeout(resolve, 60))
    ctx.body = String(ctx.state.signal.aborted)
  }
  const { port } = await listening([deadline(20), stream])
  expect((await send(port)).text).toBe('false')
})
