import { isClinvkError } from '@clinvk/plugin-sdk'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ServedServices } from '../../../src/container.ts'
import type { McpReply, McpRequest } from '../../../src/mcp/streamable/exchange.ts'
import { McpSessions, type SessionLimits } from '../../../src/mcp/streamable/mcp-sessions.ts'

let limits: SessionLimits
let sessions: McpSessions
let warnings: string[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  limits = { sessions: 10, idleMs: 60_000, resumeMs: 5000 }
  warnings = []
  sessions = new McpSessions({ version: '1', log: { debug: () => {}, warn: (message) => warnings.push(message) }, limits: () => limits })
})
afterEach(async () => {
  vi.useRealTimers()
  await sessions.end()
})
/** Time passes. */
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** Runs that tell what they are told, and end when they are stopped. */
const runs: { readonly tell: (text: string) => void; readonly finish: () => void; readonly stopped: () => boolean; readonly told: () => number }[] = []
/** What the processes of a run that is stopped take until they are gone. */
let gone: Promise<void>
beforeEach(() => {
  runs.splice(0)
  gone = Promise.resolve()
})
const services = {
  planServedRun: { execute: async () => ({ plan: {}, dispose: async () => {} }) },
  runPrompt: {
    async *run(_plan: object, signal: AbortSignal) {
      const waiting: string[] = []
      let wake = () => {}
      let [over, told] = [false, 0]
      signal.addEventListener('abort', () => wake())
      const tell = (text: string) => {
        waiting.push(text)
        wake()
      }
      const finish = () => {
        over = true
        wake()
      }
      runs.push({ tell, finish, stopped: () => signal.aborted, told: () => told })
      while (!signal.aborted) {
        const text = waiting.shift()
        if (text !== undefined) {
          told += 1
          yield { type: 'message', backend: 'codex', timestamp: 'x', sequence: told, content: { text } }
        } else if (over) return { backend: 'codex', content: 'the answer', duration_seconds: 1 }
        else await new Promise<void>((resolve) => (wake = resolve))
      }
      await gone
      return { backend: 'codex', content: '', duration_seconds: 1, error: { code: 'cancelled', message: 'cancelled' } }
    },
  },
} as unknown as ServedServices

const ask = (method: McpRequest['method'], body: unknown, headers: McpRequest['headers'] = {}, key?: string) =>
  sessions.answer({
    method,
    body,
    headers: { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25', ...headers },
    servedWith: { services, caller: { scopes: ['run', 'sessions'], max_permission: 'workspace', ...(key === undefined ? {} : { name: key }) }, exposed: () => true },
    clientDepth: async () => undefined,
  })
const ping = { jsonrpc: '2.0', id: 7, method: 'ping' }
const prompt = (id: number | string = 2) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'hi' } } })

/** Reads a whole stream. */
async function read({ stream }: McpReply): Promise<any[]> {
  const messages: any[] = []
  for await (const text of stream?.texts ?? []) {
    const data = /^data: (.+)$/m.exec(text)?.[1]
    if (data !== undefined) messages.push(JSON.parse(data))
  }
  stream?.close()
  return messages
}
/** Begins a session and returns its id. */
async function begin(key?: string): Promise<string> {
  const reply = await ask('POST', { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }, {}, key)
  await read(reply)
  return reply.headers['Mcp-Session-Id'] as string
}
const idOf = (text: string | undefined) => /^id: (.+)$/m.exec(text ?? '')?.[1] ?? ''
const cancel = (id: string, requestId: unknown, headers: McpRequest['headers'] = {}) => ask('POST', { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }, { 'mcp-session-id': id, ...headers })
const turn = () => new Promise((resolve) => setImmediate(resolve))
const ok = async (id: string, key?: string) => (await ask('POST', { jsonrpc: '2.0', method: 'notifications/initialized' }, { 'mcp-session-id': id }, key)).status

describe('a session that nobody uses', () => {
  test('is ended after its time', async () => {
    const id = await begin()
    await pass(59_000)
    expect(await ok(id)).toBe(202)
    await pass(59_000)
    expect(await ok(id)).toBe(202) // asking is using
    await pass(62_000)
    expect(await ok(id)).toBe(404)
  })

  test('is not one with an open connection, or a call at work', async () => {
    const [listening, working] = [await begin(), await begin()]
    const heard = await ask('GET', undefined, { 'mcp-session-id': listening })
    const call = await ask('POST', prompt(), { 'mcp-session-id': working })
    const answer = read(call)
    await turn()
    await pass(200_000)
    expect([await ok(listening), await ok(working)]).toEqual([202, 202])
    heard.stream?.close()
    runs[0]?.finish()
    expect((await answer).at(-1)).toMatchObject({ id: 2, result: { structuredContent: { output: 'the answer' } } })
    await pass(62_000)
    expect([await ok(listening), await ok(working)]).toEqual([404, 404])
  })

  test('makes room for another one of its key, the longest unused first; beyond that it is refused', async () => {
    limits = { ...limits, sessions: 3 }
    const [first, second, others] = [await begin('a'), await begin('a'), await begin('b')]
    await pass(1000)
    await ok(first, 'a')
    const third = await begin('a')
    expect([await ok(first, 'a'), await ok(second, 'a'), await ok(others, 'b'), await ok(third, 'a')]).toEqual([202, 404, 202, 202])
    for (const id of [first, third]) await ask('GET', undefined, { 'mcp-session-id': id }, 'a')
    const refused = await begin('a').catch((error: unknown) => error)
    expect(isClinvkError(refused) && [refused.code, refused.details]).toEqual(['overloaded', { retry_after_secs: 5 }])
  })
})

describe('where there are as many sessions as there may be', () => {
  test('the key with the most gives way to others: the longest unused first, then those that only listen', async () => {
    limits = { ...limits, sessions: 4 }
    const [first, second, third, fourth] = [await begin('a'), await begin('a'), await begin('a'), await begin('a')]
    await ask('GET', undefined, { 'mcp-session-id': first }, 'a')
    for (const id of [third, fourth, second]) {
      await pass(1000)
      await ok(id, 'a')
    }
    const one = await begin('b')
    expect([await ok(first, 'a'), await ok(second, 'a'), await ok(third, 'a'), await ok(fourth, 'a'), await ok(one, 'b')]).toEqual([202, 202, 404, 202, 202])
    await ask('GET', undefined, { 'mcp-session-id': one }, 'b')
    await ask('GET', undefined, { 'mcp-session-id': second }, 'a')
    await ask('GET', undefined, { 'mcp-session-id': fourth }, 'a')
    const two = await begin('b')
    expect([await ok(one, 'b'), await ok(two, 'b')]).toEqual([202, 202])
    expect([await ok(first, 'a'), await ok(second, 'a'), await ok(fourth, 'a')].filter((status) => status === 202)).toHaveLength(2)
  })

  test('a key that has as many as the others takes none of theirs', async () => {
    limits = { ...limits, sessions: 2 }
    const [theirs, mine] = [await begin('a'), await begin('b')]
    await ask('GET', undefined, { 'mcp-session-id': mine }, 'b')
    await expect(begin('b')).rejects.toMatchObject({ code: 'overloaded' })
    await expect(begin('c')).rejects.toMatchObject({ code: 'overloaded' })
    expect([await ok(theirs, 'a'), await ok(mine, 'b')]).toEqual([202, 202])
  })

  test('a call at work is never ended for that', async () => {
    limits = { ...limits, sessions: 2 }
    const [one, two] = [await begin('a'), await begin('a')]
    for (const id of [one, two]) void read(await ask('POST', prompt(), { 'mcp-session-id': id }, 'a'))
    await turn()
    await expect(begin('b')).rejects.toMatchObject({ code: 'overloaded' })
    expect(runs.map(({ stopped }) => stopped())).toEqual([false, false])
  })
})

describe('a call whose client lost its connection', () => {
  const interrupted = async () => {
    const id = await begin()
    const { stream } = await ask('POST', prompt(), { 'mcp-session-id': id })
    const texts = stream?.texts as AsyncGenerator<string>
    const first = idOf((await texts.next()).value)
    const next = texts.next()
    await turn()
    runs[0]?.tell('one')
    const second = idOf((await next).value)
    stream?.close()
    return { id, first, second, again: (last: string) => ask('GET', undefined, { 'mcp-session-id': id, 'last-event-id': last }) }
  }

  test('goes on, and is told from where the client says', async () => {
    const { second, again } = await interrupted()
    runs[0]?.tell('two')
    await turn()
    const rest = read(await again(second))
    await turn()
    runs[0]?.finish()
    const messages = await rest
    expect(messages.map(({ params, result }) => params?.data.content.text ?? result.structuredContent.output)).toEqual(['two', 'the answer'])
    await pass(10_000)
    expect(runs[0]?.stopped()).toBe(false)
  })

  test('can be told again after its end, and that there is no more', async () => {
    const { first, again } = await interrupted()
    runs[0]?.finish()
    await turn()
    const reply = await again(first)
    const seen: string[] = []
    for await (const text of reply.stream?.texts ?? []) seen.push(text)
    expect(seen).toHaveLength(2)
    expect((await again(idOf(seen[1]))).status).toBe(204)
    await pass(6 * 60_000)
    expect((await ask('GET', undefined, { 'mcp-session-id': await begin(), 'last-event-id': first })).status).toBe(400)
  })

  test('is ended when it does not come back in time, which begins anew with each loss', async () => {
    const { second, again } = await interrupted()
    await pass(4000)
    const reply = await again(second)
    await pass(60_000)
    expect(runs[0]?.stopped()).toBe(false)
    reply.stream?.close()
    await pass(4000)
    expect(runs[0]?.stopped()).toBe(false)
    await pass(1001)
    expect(runs[0]?.stopped()).toBe(true)
  })

  test('is told how it ended when it comes back after its call was ended', async () => {
    const { id, second, again } = await interrupted()
    await pass(5001)
    expect(await read(await again(second))).toMatchObject([{ id: 2, result: { isError: true, structuredContent: { error: { code: 'cancelled' } } } }])
    expect(await read(await ask('POST', { ...ping, id: 2 }, { 'mcp-session-id': id }))).toEqual([{ jsonrpc: '2.0', id: 2, result: {} }])
  })

  test('is ended at once when the server stops; one whose client reads goes on', async () => {
    await interrupted()
    const call = await ask('POST', prompt(), { 'mcp-session-id': await begin() })
    const answer = read(call)
    await turn()
    sessions.closeDoors()
    await turn()
    expect(runs.map(({ stopped }) => stopped())).toEqual([true, false])
    runs[1]?.finish()
    expect((await answer).at(-1)).toMatchObject({ result: { structuredContent: { output: 'the answer' } } })
  })

  test('keeps no more than it may: a client that comes back late is told what is left, and the log that it is not all', async () => {
    const { first, again } = await interrupted()
    for (let index = 0; index < 1500; index += 1) runs[0]?.tell(String(index))
    runs[0]?.finish()
    await vi.waitUntil(() => runs[0]?.told() === 1501, { timeout: 15_000 })
    await turn()
    const messages = await read(await again(first))
    expect(messages).toHaveLength(1000)
    expect(messages.at(-1)).toMatchObject({ result: { structuredContent: { output: 'the answer' } } })
    expect(warnings).toEqual([expect.stringContaining('not everything it has missed is kept')])
  })
})

test('a run tells nothing ahead of a client that takes nothing', async () => {
  const { stream } = await ask('POST', prompt(), { 'mcp-session-id': await begin() })
  await stream?.texts.next()
  await turn()
  for (let index = 0; index < 100; index += 1) runs[0]?.tell(String(index))
  await turn()
  expect(runs[0]?.told()).toBeLessThan(4)
  for (let index = 0; index < 50; index += 1) await stream?.texts.next()
  await turn()
  expect(runs[0]?.told()).toBeGreaterThanOrEqual(50)
  expect(runs[0]?.told()).toBeLessThan(54)
  stream?.close()
})

test('an id is free again when its request has been answered, refused or cancelled', async () => {
  const id = await begin()
  const call = await ask('POST', prompt(), { 'mcp-session-id': id })
  const taken = await ask('POST', { ...ping, id: 2 }, { 'mcp-session-id': id })
  expect([taken.status, JSON.parse(taken.body ?? '')]).toMatchObject([400, { id: 2, error: { message: 'the id 2 is that of a request at work' } }])
  await cancel(id, 2)
  expect(await read(call)).toEqual([])
  await turn()
  expect((await ask('POST', { ...ping, id: 2 }, { 'mcp-session-id': id, accept: 'text/html' })).status).toBe(406)
  for (let times = 0; times < 2; times += 1) expect(await read(await ask('POST', { ...ping, id: 2 }, { 'mcp-session-id': id }))).toEqual([{ jsonrpc: '2.0', id: 2, result: {} }])
})

describe.each([[0], [''], [5]])('a call with the id %j', (request) => {
  test('that is cancelled ends its run, and keeps its id until that is over: no other call gets its answer', async () => {
    let over = () => {}
    gone = new Promise((resolve) => (over = resolve))
    const id = await begin()
    const call = await ask('POST', prompt(request), { 'mcp-session-id': id })
    await turn()
    expect((await cancel(id, request)).status).toBe(202)
    expect(await read(call)).toEqual([])
    expect(runs[0]?.stopped()).toBe(true)
    expect((await ask('POST', prompt(request), { 'mcp-session-id': id })).status).toBe(400)
    over()
    await turn()
    const second = read(await ask('POST', prompt(request), { 'mcp-session-id': id }))
    await turn()
    runs[1]?.finish()
    expect(await second).toMatchObject([{ id: request, result: { structuredContent: { output: 'the answer' } } }])
  })

  test('whose client does not come back is ended', async () => {
    const { stream } = await ask('POST', prompt(request), { 'mcp-session-id': await begin() })
    await turn()
    stream?.close()
    await pass(5001)
    expect(runs[0]?.stopped()).toBe(true)
  })
})

test('a client that lost its connection with the first event comes back, and its call goes on', async () => {
  const id = await begin()
  const { stream } = await ask('POST', prompt(), { 'mcp-session-id': id })
  const first = idOf((await stream?.texts.next())?.value)
  await turn()
  stream?.close()
  const answer = read(await ask('GET', undefined, { 'mcp-session-id': id, 'last-event-id': first }))
  await pass(60_000)
  runs[0]?.finish()
  expect((await answer).at(-1)).toMatchObject({ result: { structuredContent: { output: 'the answer' } } })
})

test('a call is no part of a task, whatever its client says', async () => {
  const { params } = prompt()
  for (const task of [{ taskId: 'x' }, 7]) {
    const answer = read(await ask('POST', { ...prompt(), params: { ...params, _meta: { progressToken: 'p', 'io.modelcontextprotocol/related-task': task } } }, { 'mcp-session-id': await begin() }))
    await turn()
    runs.at(-1)?.tell('one')
    await turn()
    runs.at(-1)?.finish()
    expect(await answer).toMatchObject([{ method: 'notifications/message' }, { method: 'notifications/progress', params: { progressToken: 'p' } }, { result: { structuredContent: { output: 'the answer' } } }])
  }
})

test('DELETE in a version of the protocol that is not known ends nothing', async () => {
  const id = await begin()
  const refused = await ask('DELETE', undefined, { 'mcp-session-id': id, 'mcp-protocol-version': '1999-01-01' })
  expect([refused.status, JSON.parse(refused.body ?? '')]).toMatchObject([400, { id: null, error: { code: -32600, message: expect.stringContaining('"1999-01-01" is not known') } }])
  expect(await ok(id)).toBe(202)
  expect((await ask('DELETE', undefined, { 'mcp-session-id': id })).status).toBe(204)
})

test.each([['mcp-protocol-version', '1999-01-01', 400], ['accept', 'text/html', 406]])('a cancellation that is refused for its %s cancels nothing', async (header, value, status) => {
  const id = await begin()
  const call = read(await ask('POST', prompt(), { 'mcp-session-id': id }))
  await turn()
  expect((await cancel(id, 2, { [header]: value })).status).toBe(status)
  runs[0]?.finish()
  expect((await call).at(-1)).toMatchObject({ result: { structuredContent: { output: 'the answer' } } })
})

test('a session ends, with its runs, while a client that takes nothing holds its connection', async () => {
  const id = await begin()
  const { stream } = await ask('POST', prompt(), { 'mcp-session-id': id })
  await stream?.texts.next()
  await turn()
  for (let index = 0; index < 10; index += 1) runs[0]?.tell(String(index))
  await turn()
  expect(runs[0]?.told()).toBeLessThan(4)
  expect((await ask('DELETE', undefined, { 'mcp-session-id': id })).status).toBe(204)
  expect(runs[0]?.stopped()).toBe(true)
})

test('one end waits for the processes of all', async () => {
  const id = await begin()
  const answer = read(await ask('POST', prompt(), { 'mcp-session-id': id }))
  await turn()
  const ended = sessions.end()
  expect(await ok(id)).toBe(404)
  await ended
  expect(runs[0]?.stopped()).toBe(true)
  expect((await answer).at(-1)).toMatchObject({ id: 2, result: { isError: true, structuredContent: { error: { code: 'cancelled' } } } })
})
