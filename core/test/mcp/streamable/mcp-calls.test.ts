import { describe, expect, test, vi } from 'vitest'
import { idOf, pass, ping, prompt, read, sessionsStage, turn } from './sessions-stage.ts'

const { ask, begin, cancel, runs, stage } = sessionsStage()

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
    stage.sessions.closeDoors()
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
    expect(stage.warnings).toEqual([expect.stringContaining('not everything it has missed is kept')])
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
    stage.gone = new Promise((resolve) => (over = resolve))
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

test.each([['mcp-protocol-version', '1999-01-01', 400], ['accept', 'text/html', 406]])('a cancellation that is refused for its %s cancels nothing', async (header, value, status) => {
  const id = await begin()
  const call = read(await ask('POST', prompt(), { 'mcp-session-id': id }))
  await turn()
  expect((await cancel(id, 2, { [header]: value })).status).toBe(status)
  runs[0]?.finish()
  expect((await call).at(-1)).toMatchObject({ result: { structuredContent: { output: 'the answer' } } })
})
