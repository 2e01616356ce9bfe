import { describe, expect, test } from 'vitest'
import { RememberedReplies, type Reply } from '../../src/service/remembered-replies.ts'

const reply = (body: string): Reply => ({ status: 200, headers: {}, body })
const never = new AbortController().signal
const asked = (key: string, body: unknown = { a: 1 }, principal?: string) => ({ key, request: ['POST', '/x', body], ...(principal === undefined ? {} : { principal }) })
const deferred = () => {
  let [resolve, reject]: [(value: Reply) => void, (reason: Error) => void] = [() => undefined, () => undefined]
  const promise = new Promise<Reply>((...both) => ([resolve, reject] = both))
  return { promise, resolve, reject }
}
const counting = () => {
  const counter = { made: 0, make: async () => reply(`answer ${++counter.made}`) }
  return counter
}

test('the same request under the same key gets the first answer again, in whatever order its keys stand', async () => {
  const { make } = counting()
  const replies = new RememberedReplies()
  expect(await replies.execute(asked('k', { a: 1, b: { c: [1], d: 2 } }), make, never)).toEqual({ reply: reply('answer 1'), replayed: false })
  expect(await replies.execute(asked('k', { b: { d: 2, c: [1] }, a: 1 }), make, never)).toEqual({ reply: reply('answer 1'), replayed: true })
  expect((await replies.execute(asked('other'), make, never)).reply.body).toBe('answer 2')
})

test('another request under the same key is refused, and another caller knows nothing of it', async () => {
  const { make } = counting()
  const replies = new RememberedReplies()
  await replies.execute(asked('k', 1, 'ann'), make, never)
  await expect(replies.execute(asked('k', 2, 'ann'), make, never)).rejects.toMatchObject({ code: 'invalid_request', message: 'the idempotency key "k" was used for another request' })
  expect((await replies.execute(asked('k', 2, 'bob'), make, never)).replayed).toBe(false)
  expect((await replies.execute(asked('k', 2), make, never)).replayed).toBe(false)
})

describe('while the first one is at work', () => {
  test('the others wait for its answer', async () => {
    const replies = new RememberedReplies()
    const { promise, resolve } = deferred()
    let made = 0
    const all = Array.from({ length: 5 }, () => replies.execute(asked('k'), () => (made++, promise), never))
    await expect(replies.execute(asked('k', 'other'), () => promise, never)).rejects.toMatchObject({ code: 'invalid_request' })
    resolve(reply('one'))
    expect((await Promise.all(all)).map(({ replayed }) => replayed)).toEqual([false, true, true, true, true])
    expect(made).toBe(1)
  })

  test('the next in line makes its own when that fails', async () => {
    const replies = new RememberedReplies()
    const { promise, reject } = deferred()
    const first = replies.execute(asked('k'), () => promise, never)
    let made = 0
    const make = async () => (made++, reply('second'))
    const others = [replies.execute(asked('k'), make, never), replies.execute(asked('k'), make, never)]
    reject(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    expect((await Promise.all(others)).map(({ replayed }) => replayed)).toEqual([false, true])
    expect(made).toBe(1)
  })

  test('whoever waits can leave, and the first one goes on', async () => {
    const replies = new RememberedReplies()
    const { promise, resolve } = deferred()
    const first = replies.execute(asked('k'), () => promise, never)
    const leaves = new AbortController()
    const waiting = replies.execute(asked('k'), () => promise, leaves.signal)
    leaves.abort(new Error('left'))
    await expect(waiting).rejects.toThrow('left')
    resolve(reply('one'))
    expect((await first).reply.body).toBe('one')
  })
})

test('it forgets after its time, and the oldest when there are too many or too long ones', async () => {
  let now = 0
  const replies = new RememberedReplies({ maxAgeMs: 100, maxReplies: 3, maxCharacters: 30 }, () => now)
  const { make } = counting()
  const again = async (key: string) => (await replies.execute(asked(key), make, never)).replayed
  for (const key of ['a', 'b', 'c', 'd']) await again(key)
  expect([await again('d'), await again('c'), await again('b')]).toEqual([true, true, true])
  expect(await again('a')).toBe(false)
  await replies.execute(asked('long'), async () => reply('x'.repeat(29)), never)
  expect(await again('long')).toBe(true)
  expect(await again('d')).toBe(false)
  now = 100
  expect(await again('d')).toBe(false)
  // One that is longer than everything allowed is given, and not kept.
  await replies.execute(asked('huge'), async () => reply('x'.repeat(31)), never)
  expect(await again('huge')).toBe(false)
})
