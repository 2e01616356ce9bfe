import { isClinvkError } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { pass, prompt, read, sessionsStage, turn } from './sessions-stage.ts'

const { ask, begin, ok, runs, stage } = sessionsStage()

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
    stage.limits = { ...stage.limits, sessions: 3 }
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
    stage.limits = { ...stage.limits, sessions: 4 }
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
    stage.limits = { ...stage.limits, sessions: 2 }
    const [theirs, mine] = [await begin('a'), await begin('b')]
    await ask('GET', undefined, { 'mcp-session-id': mine }, 'b')
    await expect(begin('b')).rejects.toMatchObject({ code: 'overloaded' })
    await expect(begin('c')).rejects.toMatchObject({ code: 'overloaded' })
    expect([await ok(theirs, 'a'), await ok(mine, 'b')]).toEqual([202, 202])
  })

  test('a call at work is never ended for that', async () => {
    stage.limits = { ...stage.limits, sessions: 2 }
    const [one, two] = [await begin('a'), await begin('a')]
    for (const id of [one, two]) void read(await ask('POST', prompt(), { 'mcp-session-id': id }, 'a'))
    await turn()
    await expect(begin('b')).rejects.toMatchObject({ code: 'overloaded' })
    expect(runs.map(({ stopped }) => stopped())).toEqual([false, false])
  })
})

test('DELETE in a version of the protocol that is not known ends nothing', async () => {
  const id = await begin()
  const refused = await ask('DELETE', undefined, { 'mcp-session-id': id, 'mcp-protocol-version': '1999-01-01' })
  expect([refused.status, JSON.parse(refused.body ?? '')]).toMatchObject([400, { id: null, error: { code: -32600, message: expect.stringContaining('"1999-01-01" is not known') } }])
  expect(await ok(id)).toBe(202)
  expect((await ask('DELETE', undefined, { 'mcp-session-id': id })).status).toBe(204)
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
  const ended = stage.sessions.end()
  expect(await ok(id)).toBe(404)
  await ended
  expect(runs[0]?.stopped()).toBe(true)
  expect((await answer).at(-1)).toMatchObject({ id: 2, result: { isError: true, structuredContent: { error: { code: 'cancelled' } } } })
})
