import { expect, test } from 'vitest'
import { EventQueue } from '../../src/service/event-queue.ts'

/** Lets everything that can go on go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('events come in order, and the end after the last of them', async () => {
  const queue = new EventQueue<number>()
  void queue.put(1)
  void queue.put(2)
  queue.end()
  const taken: number[] = []
  for await (const event of queue.take()) taken.push(event)
  expect(taken).toEqual([1, 2])
})

test('who takes waits for what is put later', async () => {
  const queue = new EventQueue<number>()
  const events = queue.take()
  const first = events.next()
  await settled()
  void queue.put(7)
  expect(await first).toEqual({ done: false, value: 7 })
  const end = events.next()
  await settled()
  queue.end()
  expect(await end).toEqual({ done: true, value: undefined })
})

test('who puts into a full queue waits until somebody takes', async () => {
  const queue = new EventQueue<number>(2)
  await queue.put(1)
  let through = false
  const waiting = queue.put(2).then(() => (through = true))
  await settled()
  expect(through).toBe(false)
  await queue.take().next()
  await waiting
  expect(through).toBe(true)
})

test('who puts waits for nobody who has left', async () => {
  const queue = new EventQueue<number>(1)
  const waiting = queue.put(1)
  queue.leave()
  await waiting
  await queue.put(2)
})
