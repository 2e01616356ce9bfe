import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { continueResponse, withReferences } from '../../../src/http/openai/continue-response.ts'
import { itemId, responseId } from '../../../src/http/openai/response-id.ts'
import { CallerSessions } from '../../../src/service/caller-sessions.ts'
import { SessionStore } from '../../../src/session/store.ts'

const messages = [{ role: 'user', text: 'and now?' }] as const
const told = [{ role: 'user', text: 'q1' }, { role: 'assistant', text: 'a1' }, ...messages]

/** A session of two turns, and a caller. */
async function conversation(caller = 'ann') {
  const dir = mkdtempSync(join(tmpdir(), 'clinvk-continue-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const store = new SessionStore({ dir, log: { warn: (text) => expect.fail(text), debug: () => undefined } })
  const { id } = await store.create({ backend: 'acme', working_dir: '/', owner: 'ann' })
  for (const turn of [1, 2]) await store.addTurn(id, () => ({ turn, started_at: '2026-01-01T00:00:00Z', duration_ms: 1, backend: 'acme', prompt: `q${turn}`, answer: `a${turn}`, outcome: 'completed' }))
  const asking = { ctx: { state: { caller: { name: caller, scopes: ['run'], max_permission: 'workspace' } } }, services: { callerSessions: new CallerSessions(() => Promise.resolve(store)), modelRouting: { route: (model: string) => Promise.resolve({ backend: model.split('-')[0] }) } } } as unknown as Parameters<typeof continueResponse>[0]
  return { asking, id, first: responseId({ session: id, turn: 1 }), second: responseId({ session: id, turn: 2 }) }
}

describe('a response', () => {
  test('of its own is kept in a new session, where the header says, or nowhere', async () => {
    const { asking } = await conversation()
    expect(await continueResponse(asking, messages, { previous: undefined, store: true, header: '' })).toEqual({ messages, session: 'new' })
    expect(await continueResponse(asking, messages, { previous: undefined, store: false, header: '' })).toEqual({ messages })
    expect(await continueResponse(asking, messages, { previous: undefined, store: false, header: 'abc' })).toEqual({ messages, session: 'abc' })
  })

  test('after the newest one goes on in its session', async () => {
    const { asking, id, second } = await conversation()
    expect(await continueResponse(asking, messages, { previous: second, store: true, header: '' })).toEqual({ messages, session: id, after_turn: 0 })
  })

  test('with a model of another backend is told what was said, in a session of its own', async () => {
    const { asking, id, second } = await conversation()
    const after = async (model: string) => continueResponse(asking, messages, { previous: second, store: true, model, header: '' })
    expect(await after('acme-2')).toEqual({ messages, session: id, after_turn: 0 })
    expect(await after('other-1')).toMatchObject({ messages: { length: 5 }, session: 'new', parent_id: id })
  })

  test('after an earlier one, or without being kept, is told what was said up to there', async () => {
    const { asking, id, first, second } = await conversation()
    expect(await continueResponse(asking, messages, { previous: first, store: true, header: '' })).toEqual({ messages: told, session: 'new', parent_id: id })
    expect(await continueResponse(asking, messages, { previous: first, store: false, header: '' })).toEqual({ messages: told })
    expect((await continueResponse(asking, messages, { previous: second, store: false, header: '' })).messages).toHaveLength(5)
  })

  test("after one that is not there, or is another key's, is refused", async () => {
    const refused = expect.objectContaining({ code: 'invalid_request', details: { location: 'body.previous_response_id', vendor_code: 'previous_response_not_found' } }) as unknown
    const { asking } = await conversation()
    for (const previous of ['resp_x', responseId(undefined), responseId({ session: 'f'.repeat(32), turn: 1 })]) await expect(continueResponse(asking, messages, { previous, store: true, header: '' })).rejects.toEqual(refused)
    const other = await conversation('bob')
    await expect(continueResponse(other.asking, messages, { previous: other.second, store: true, header: '' })).rejects.toEqual(refused)
  })

  test('cannot go on at two places', async () => {
    const { asking, second } = await conversation()
    await expect(continueResponse(asking, messages, { previous: second, store: true, header: 'new' })).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

test('a reference stands for the answer; reasoning is passed over; what is not kept is not found', async () => {
  const { asking, first } = await conversation()
  const reference = (id: string) => ({ reference: id, location: 'body.input.0.id' })
  expect(await withReferences(asking, [reference(itemId('rs', first)), reference(itemId('msg', first)), ...messages])).toEqual([{ role: 'assistant', text: 'a1' }, ...messages])
  const unknown = reference(itemId('msg', responseId({ session: 'f'.repeat(32), turn: 1 })))
  await expect(withReferences(asking, [unknown])).rejects.toMatchObject({ status: 404, details: { location: 'body.input.0.id' } })
})
