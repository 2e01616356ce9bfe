import { expect, test } from 'vitest'
import { defaultMaxRuns, RunSlots } from '../../src/process/run-slots.ts'

const never = new AbortController().signal
const gibibyte = 1024 ** 3

test('slots are handed out first come, first served', async () => {
  const slots = new RunSlots({ max: 2, maxQueue: 10, queueTimeoutMs: 10_000 })
  const first = await slots.acquire(never)
  await slots.acquire(never)
  const order: number[] = []
  const waits = [1, 2, 3].map(async (number) => {
    const release = await slots.acquire(never)
    order.push(number)
    release()
  })
  expect([slots.active, slots.waiting]).toEqual([2, 3])
  first()
  await Promise.all(waits)
  expect(order).toEqual([1, 2, 3])
  expect([slots.active, slots.waiting]).toEqual([1, 0])
})

test('a slot that is given back goes to the one who waits, not to the one who comes next', async () => {
  const slots = new RunSlots({ max: 1, maxQueue: 1, queueTimeoutMs: 10_000 })
  const release = await slots.acquire(never)
  const waiting = slots.acquire(never)
  release()
  await expect(slots.acquire(AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'cancelled' })
  ;(await waiting)()
  expect(slots.active).toBe(0)
})

test('giving a slot back twice gives back one', async () => {
  const slots = new RunSlots({ max: 2, maxQueue: 0, queueTimeoutMs: 10 })
  const release = await slots.acquire(never)
  await slots.acquire(never)
  release()
  release()
  expect(slots.active).toBe(1)
})

test('who finds the queue full is told when to come back', async () => {
  const slots = new RunSlots({ max: 1, maxQueue: 0, queueTimeoutMs: 10_000 })
  await slots.acquire(never)
  const refused = slots.acquire(never)
  await expect(refused).rejects.toMatchObject({
    code: 'overloaded',
    message: 'no slot for another run: 1 runs are at work and 0 wait',
    details: { retry_after_secs: 5 },
    hint: expect.stringContaining('5 s'),
  })
})

test('who waits too long is turned away and leaves the queue', async () => {
  const slots = new RunSlots({ max: 1, maxQueue: 1, queueTimeoutMs: 20 })
  await slots.acquire(never)
  const late = { code: 'overloaded', message: expect.stringContaining('within 20 ms') }
  await expect(slots.acquire(never)).rejects.toMatchObject(late)
  expect(slots.waiting).toBe(0)
})

test('who is cancelled leaves the queue, and the next one moves up', async () => {
  const slots = new RunSlots({ max: 1, maxQueue: 2, queueTimeoutMs: 10_000 })
  const release = await slots.acquire(never)
  const controller = new AbortController()
  const cancelled = slots.acquire(controller.signal)
  const next = slots.acquire(never)
  controller.abort()
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  expect(slots.waiting).toBe(1)
  release()
  ;(await next)()
  expect(slots.active).toBe(0)
  await expect(slots.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
})

test('the default number of runs fits into half of the memory', () => {
  expect([0.25, 1, 8, 32, 1024].map((size) => defaultMaxRuns(size * gibibyte))).toEqual([1, 1, 13, 54, 64])
})

test('a run that was cancelled before it asked for a slot is not said to have waited', async () => {
  const slots = new RunSlots({ max: 1, maxQueue: 1, queueTimeoutMs: 1000 })
  await expect(slots.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled', message: 'the run was cancelled before it began' })
})
