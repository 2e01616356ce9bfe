import { expect, test } from 'vitest'
import { serverTiming } from '../../../src/http/middleware/server-timing.ts'
import { answer, listening, send } from '../listening.ts'

test('an answer tells how long its steps took, each from the end of the one before, and all together', async () => {
  const { port } = await listening([
    serverTiming,
    async (ctx, next) => {
      ctx.state.timing.mark('queue')
      await new Promise((resolve) => setTimeout(resolve, 20))
      ctx.state.timing.mark('spawn')
      ctx.state.timing.mark('queue') // of a second run: the first one counts
      await next()
    },
    answer(),
  ])
  const told = String((await send(port)).headers['server-timing'])
  expect(told).toMatch(/^queue;dur=\d+\.\d, spawn;dur=\d+\.\d, total;dur=\d+\.\d$/)
  const [queue, spawn, total] = [...told.matchAll(/dur=([\d.]+)/g)].map(([, ms]) => Number(ms)) as [number, number, number]
  expect(spawn).toBeGreaterThan(15)
  expect(queue).toBeLessThan(spawn)
  expect(total).toBeGreaterThanOrEqual(spawn)
})
