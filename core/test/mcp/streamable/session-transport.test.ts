import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import { expect, test } from 'vitest'
import { BoundedEventStore } from '../../../src/mcp/streamable/event-store.ts'
import { SessionTransport } from '../../../src/mcp/streamable/session-transport.ts'

/** A transport that has been initialized, whose requests a test cancels and answers. */
async function begun() {
  let now = 0
  const events = new BoundedEventStore({ events: 100, bytes: 100_000, ageMs: 1000 }, () => now)
  const cancelled = new Set<RequestId>()
  const answered: RequestId[] = []
  const transport = new SessionTransport({
    id: 'x',
    events,
    taken: async () => {},
    answers: (message) => ('result' in message ? message.id : undefined),
    cancelled: (request) => cancelled.has(request),
    answered: (request) => void answered.push(request),
  })
  await transport.start()
  const post = (message: object) =>
    transport.handleRequest(
      new Request('http://localhost/', { method: 'POST', headers: { 'Content-Type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25', 'mcp-session-id': 'x' } }),
      { parsedBody: { jsonrpc: '2.0', ...message } },
    )
  const answer = (id: RequestId) => transport.send({ jsonrpc: '2.0', id, result: {} } as JSONRPCMessage)
  await post({ id: 'first', method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } })
  await answer('first')
  /** What the SDK keeps of requests. */
  const kept = () => ['_requestToStreamMapping', '_resumableStreams', '_streamMapping', '_requestResponseMap'].map((name) => (Reflect.get(transport, name) as Map<unknown, unknown>).size)
  return { transport, events, cancelled, answered, post, answer, kept, pass: (milliseconds: number) => void (now += milliseconds) }
}

test.each([['has read its beginning', true], ['has read nothing', false]])('nothing is kept of a call that was cancelled, whose client %s', async (_title, read) => {
  const { transport, events, cancelled, answered, post, answer, kept, pass } = await begun()
  const { body } = await post({ id: 0, method: 'tools/call', params: { name: 'x' } })
  const reader = body?.getReader()
  const first = read ? new TextDecoder().decode((await reader?.read())?.value) : ''
  await transport.send({ jsonrpc: '2.0', method: 'notifications/message', params: {} }, { relatedRequestId: 0 })
  cancelled.add(0)
  await answer(0)
  expect([answered, kept()]).toEqual([['first', 0], [0, 0, 0, 0]])
  let rest = ''
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) rest += new TextDecoder().decode(part.value)
  expect(rest).not.toContain('result')
  const id = /^id: (.+)$/m.exec(first + rest)?.[1] ?? ''
  expect(events.place(id)).toBeDefined()
  pass(1001)
  events.forgetOld()
  expect(events.place(id)).toBeUndefined()
})

test('an answer that cannot be sent is told, and frees its request', async () => {
  const { answered, answer } = await begun()
  await expect(answer(9)).rejects.toThrow('No connection')
  expect(answered).toEqual(['first', 9])
})
