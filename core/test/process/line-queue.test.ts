import { expect, test } from 'vitest'
import { LineQueue } from '../../src/process/line-queue.ts'

test('a full queue says so, and calls for more once it was read', async () => {
  let calls = 0
  const queue = new LineQueue(() => calls++)
  const lines = queue.read()[Symbol.asyncIterator]()
  const kilobyte = 'x'.repeat(1023)
  let pushed = 0
  while (!queue.full) {
    queue.push(kilobyte, 'stdout')
    pushed++
  }
  expect(pushed).toBe(1024)
  for (let read = 0; read < 500; read++) await lines.next()
  expect([queue.full, calls]).toEqual([false, 0])
  for (let read = 0; read < 400; read++) await lines.next()
  expect(calls).toBe(1)
})

test('a reader who never catches up still gets all lines in order', async () => {
  const queue = new LineQueue(() => {})
  const lines = queue.read()[Symbol.asyncIterator]()
  queue.push('0', 'stdout')
  for (let number = 1; number < 10_000; number++) {
    queue.push(String(number), 'stdout')
    expect(await lines.next()).toEqual({ done: false, value: { text: String(number - 1), stream: 'stdout' } })
  }
})

test('a reader who waits is woken by a line and by the end', async () => {
  const queue = new LineQueue(() => {})
  const lines = queue.read()[Symbol.asyncIterator]()
  const waits = [lines.next(), lines.next()]
  queue.push('a', 'stderr')
  queue.close()
  expect(await Promise.all(waits)).toEqual([
    { done: false, value: { text: 'a', stream: 'stderr' } },
    { done: true, value: undefined },
  ])
})

test('lines queued before the end are still read after it', async () => {
  const queue = new LineQueue(() => {})
  queue.push('a', 'stdout')
  queue.close()
  const seen: string[] = []
  for await (const { text } of queue.read()) seen.push(text)
  expect(seen).toEqual(['a'])
})

test('after the reader left, lines are dropped and the queue is never full', async () => {
  const queue = new LineQueue(() => {})
  queue.push('a', 'stdout')
  for await (const _line of queue.read()) break
  for (let index = 0; index < 2000; index++) queue.push('x'.repeat(1024), 'stdout')
  expect(queue.full).toBe(false)
})
