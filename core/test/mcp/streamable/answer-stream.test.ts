import { expect, test } from 'vitest'
import { AnswerStream } from '../../../src/mcp/streamable/answer-stream.ts'

/** A body that a test writes. */
function body() {
  let controller!: ReadableStreamDefaultController<Uint8Array>
  let cancelled = false
  const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given), cancel: () => void (cancelled = true) })
  return { stream, write: (text: string) => controller.enqueue(Buffer.from(text)), end: () => controller.close(), cancelled: () => cancelled }
}
const watched = (last = '') => {
  const seen = { read: [] as string[], taken: [] as string[], left: 0 }
  const answer = new AnswerStream({ read: (text) => void seen.read.push(text), taken: (text) => seen.taken.push(text) > 0 && text === last, left: () => void (seen.left += 1) })
  return { answer, seen }
}
/** Whether something is settled by now. */
const settled = async (work: Promise<unknown>) => (await Promise.race([work.then(() => true), new Promise((resolve) => setImmediate(() => resolve(false)))])) === true

test('a connection carries what is written until the last event, and then lets go', async () => {
  const { answer, seen } = watched('b')
  const { stream, write, cancelled } = body()
  const { texts } = answer.connect(stream)
  expect(answer.connected).toBe(true)
  write('a')
  write('b')
  write('never read')
  const got: string[] = []
  for await (const text of texts) got.push(text)
  expect([got, seen, answer.connected, cancelled()]).toEqual([['a', 'b'], { read: ['a', 'b'], taken: ['a', 'b'], left: 1 }, false, true])
})

test('who writes waits for a client that reads slowly, and no longer than it is there', async () => {
  const { answer } = watched()
  const { stream, write } = body()
  const { texts, close } = answer.connect(stream)
  expect(await settled(answer.taken())).toBe(false) // the client has not begun to read
  write('a')
  const first = texts.next()
  await first
  const waiting = answer.taken()
  expect(await settled(waiting)).toBe(false) // it has got one, and asks for no more
  const second = texts.next()
  expect(await settled(waiting)).toBe(true)
  write('b')
  await second
  const gone = answer.taken()
  close()
  expect(await settled(gone)).toBe(true)
  expect(await settled(answer.taken())).toBe(true) // nobody is there: what is written is only kept
})

test('a client that goes while nothing is written is noticed, once', async () => {
  const { answer, seen } = watched()
  const { stream, cancelled } = body()
  const { texts, close } = answer.connect(stream)
  const next = texts.next()
  close()
  close()
  expect(await next).toMatchObject({ done: true })
  expect([seen.left, cancelled(), answer.connected]).toEqual([1, true, false])
})

test('one connection takes over from another: nobody has left', async () => {
  const { answer, seen } = watched()
  const [old, young] = [body(), body()]
  const before = answer.connect(old.stream)
  const reading = before.texts.next()
  answer.connect(young.stream)
  old.end()
  expect(await reading).toMatchObject({ done: true })
  expect([seen.left, answer.connected]).toEqual([0, true])
})
