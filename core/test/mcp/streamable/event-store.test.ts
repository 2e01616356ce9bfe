import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { BoundedEventStore } from '../../../src/mcp/streamable/event-store.ts'

let now: number
beforeEach(() => {
  now = 0
})
const store = (limits: Partial<ConstructorParameters<typeof BoundedEventStore>[0]> = {}) => new BoundedEventStore({ events: 100, bytes: 100_000, ageMs: 1000, ...limits }, () => now)
const note = (text = 'x'): JSONRPCMessage => ({ jsonrpc: '2.0', method: 'notifications/message', params: { data: text } })
const answer: JSONRPCMessage = { jsonrpc: '2.0', id: 1, result: {} }
/** What is sent again to a client that got this event last. */
const after = async (events: BoundedEventStore, id: string) => {
  const sent: (readonly [string, JSONRPCMessage])[] = []
  await events.replayEventsAfter(id, { send: async (event, message) => void sent.push([event, message]) })
  return sent
}

test('a client gets again what came after the event that it names, on the same stream', async () => {
  const events = store()
  const first = await events.storeEvent('a_stream', {} as JSONRPCMessage)
  await events.storeEvent('other', note('of another'))
  const second = await events.storeEvent('a_stream', note('1'))
  const third = await events.storeEvent('a_stream', answer)
  expect(await after(events, first)).toEqual([[second, note('1')], [third, answer]])
  expect(await after(events, second)).toEqual([[third, answer]])
  expect(await after(events, third)).toEqual([])
})

test('an event tells its stream, and whether anything will follow', async () => {
  const events = store()
  const first = await events.storeEvent('a', note())
  expect(events.place(first)).toEqual({ stream: 'a', last: false, complete: true })
  const last = await events.storeEvent('a', answer)
  expect(events.place(first)?.last).toBe(false)
  expect(events.place(last)).toEqual({ stream: 'a', last: true, complete: true })
  const cancelled = await events.storeEvent('b', note())
  events.end('b')
  expect(events.place(cancelled)?.last).toBe(true)
  events.end('never heard of')
  for (const unknown of ['', 'a', 'a_', 'a_0', 'a_999', 'a_-1', 'a_1.5e9', 'c_1', '_1']) expect(events.place(unknown), unknown).toBeUndefined()
})

describe('what is kept is bounded', () => {
  test('in number: the oldest is forgotten, and that something is missing is known', async () => {
    const events = store({ events: 2 })
    const ids = []
    for (const text of ['1', '2', '3', '4']) ids.push(await events.storeEvent('a', note(text)))
    expect(await after(events, ids[0] as string)).toHaveLength(2)
    expect(ids.map((id) => events.place(id)?.complete)).toEqual([false, true, true, true])
  })

  test('in bytes, also of one message', async () => {
    const events = store({ bytes: 600 })
    const first = await events.storeEvent('a', note('x'.repeat(200)))
    await events.storeEvent('a', note('y'.repeat(200)))
    await events.storeEvent('b', note('z'.repeat(200)))
    expect(await after(events, first)).toHaveLength(1)
    const large = await events.storeEvent('a', note('x'.repeat(700)))
    expect([await after(events, first), events.place(large)?.stream]).toEqual([[], 'a'])
  })

  test('in time; a stream that goes on is still known, one that has ended is not', async () => {
    const events = store()
    const open = await events.storeEvent('open', note())
    const over = await events.storeEvent('over', answer)
    const cancelled = await events.storeEvent('cancelled', note())
    now = 1001
    events.forgetOld()
    expect([events.place(open)?.complete, events.place(over)]).toEqual([true, undefined])
    events.end('cancelled')
    expect(events.place(cancelled)).toBeUndefined()
    const next = await events.storeEvent('open', note('2'))
    expect(await after(events, open)).toEqual([[next, note('2')]])
  })
})
