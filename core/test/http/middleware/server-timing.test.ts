import { expect, onTestFinished, test, vi } from 'vitest'
import { serverTiming } from '../../../src/http/middleware/server-timing.ts'
import { answer, listening, send } from '../listening.ts'

test('an answer tells how long its steps took, each from the end of the one before, and all together', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const { port } = await listening([
    serverTiming,
    async (ctx, next) => {
      vi.advanceTimersByTime(10)
      ctx.state.timing.mark('queue')
      vi.advanceTimersByTime(20)
      ctx.state.timing.mark('spawn')
      ctx.state.timing.mark('queue') // of a second run: the first one counts
      vi.advanceTimersByTime(5)
      await next()
    },
    answer(),
  ])
  expect((await send(port)).headers['server-timing']).toBe('queue;dur=10.0, spawn;dur=20.0, total;dur=35.0')
})
