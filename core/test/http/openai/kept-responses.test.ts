import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keptResponseRoutes } from '../../../src/http/openai/kept-responses.ts'
import { responseId } from '../../../src/http/openai/response-id.ts'
import type { Call } from '../../../src/http/route.ts'
import { CallerSessions } from '../../../src/service/caller-sessions.ts'
import type { Turn } from '../../../src/session/session.ts'
import { SessionStore } from '../../../src/session/store.ts'

/** Asks for the answer of a turn of a session that holds these. */
async function kept(turns: readonly Partial<Turn>[]) {
  const dir = mkdtempSync(join(tmpdir(), 'clinvk-kept-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const store = new SessionStore({ dir, log: { warn: (text) => expect.fail(text), debug: () => undefined } })
  const { id: session } = await store.create({ backend: 'acme', working_dir: '/', owner: 'ann', metadata: { place: 'here' } })
  for (const [index, turn] of turns.entries()) await store.addTurn(session, () => ({ turn: index + 1, started_at: '2026-01-01T00:00:00Z', duration_ms: 2500, backend: 'acme', model: 'm', prompt: 'q', answer: `a${index + 1}`, outcome: 'completed', ...turn }))
  const services = { callerSessions: new CallerSessions(() => Promise.resolve(store)) }
  const ask = async (method: 'GET' | 'DELETE', turn: number, query = {}, caller = 'ann') => {
    const ctx = { state: { caller: { name: caller, scopes: ['sessions'], max_permission: 'workspace' } }, body: undefined as unknown }
    const row = keptResponseRoutes('/v1', 'x').find((one) => one.method === method)
    await row?.handler({ ctx, query, params: { id: responseId({ session, turn }) }, services } as unknown as Call<never, never, never>)
    return ctx.body
  }
  return { ask, session }
}

test('an answer is shown with its usage, its times and what it followed', async () => {
  const { ask, session } = await kept([{}, { usage: { input_tokens: 10, output_tokens: 4, cached_tokens: 3 } }])
  expect(await ask('GET', 2)).toMatchObject({
    id: responseId({ session, turn: 2 }),
    status: 'completed',
    created_at: 1_767_225_600,
    completed_at: 1_767_225_602,
    model: 'm',
    metadata: { place: 'here' },
    previous_response_id: responseId({ session, turn: 1 }),
    output: [{ type: 'message', content: [{ text: 'a2' }] }],
    usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 3 }, output_tokens: 4, total_tokens: 14 },
    store: true,
  })
})

test.each([
  ['error', 'failed', { code: 'server_error', clinvk_code: 'timeout' }],
  ['cancelled', 'cancelled', null],
] as const)('a run whose outcome is %s is %s', async (outcome, status, error) => {
  const { ask } = await kept([{ outcome, error_code: 'timeout' }])
  expect(await ask('GET', 1)).toMatchObject({ status, error, output: [{ status: 'incomplete' }] })
})

test('an answer that had to be asked for once more keeps its id', async () => {
  const { ask, session } = await kept([{}, {}, { correction: true }, {}])
  expect(await ask('GET', 2)).toMatchObject({ id: responseId({ session, turn: 2 }), output: [{ content: [{ text: 'a3' }] }] })
})

test('the newest goes with its conversation; one before it does not go alone', async () => {
  const { ask, session } = await kept([{}, {}])
  await expect(ask('DELETE', 1)).rejects.toMatchObject({ code: 'unsupported' })
  expect(await ask('DELETE', 2)).toEqual({ id: responseId({ session, turn: 2 }), object: 'response', deleted: true })
  await expect(ask('GET', 1)).rejects.toMatchObject({ status: 404 })
})

test("another key's answers are not there, and what is kept is not streamed", async () => {
  const { ask } = await kept([{}])
  await expect(ask('GET', 1, {}, 'bob')).rejects.toMatchObject({ status: 404 })
  await expect(ask('DELETE', 1, {}, 'bob')).rejects.toMatchObject({ status: 404 })
  await expect(ask('GET', 1, { stream: true })).rejects.toMatchObject({ code: 'unsupported' })
})
