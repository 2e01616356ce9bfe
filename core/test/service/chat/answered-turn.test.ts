import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Caller } from '../../../src/service/caller.ts'
import { CallerSessions } from '../../../src/service/caller-sessions.ts'
import { answeredTurn, messagesOf } from '../../../src/service/chat/answered-turn.ts'
import type { Turn } from '../../../src/session/session.ts'
import { SessionStore } from '../../../src/session/store.ts'

const ann: Caller = { name: 'ann', scopes: ['run', 'sessions'], max_permission: 'workspace' }

async function kept(turns: readonly Partial<Turn>[]): Promise<{ sessions: CallerSessions; id: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'clinvk-answered-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const store = new SessionStore({ dir, log: { warn: (text) => expect.fail(text), debug: () => undefined } })
  const { id } = await store.create({ backend: 'acme', working_dir: '/', owner: 'ann' })
  for (const [index, turn] of turns.entries()) {
    await store.addTurn(id, () => ({ turn: index + 1, started_at: '2026-01-01T00:00:00Z', duration_ms: 1, backend: 'acme', prompt: `q${index + 1}`, answer: `a${index + 1}`, outcome: 'completed', ...turn }))
  }
  return { sessions: new CallerSessions(() => Promise.resolve(store)), id }
}

test('an answer is found by its session and its turn, with all that was said before', async () => {
  const { sessions, id } = await kept([{}, {}, {}])
  const found = await answeredTurn(sessions, ann, { session: id, turn: 2 })
  expect(found).toMatchObject({ session: { id }, answered: { answer: 'a2' }, newest: false })
  expect(messagesOf(found?.before ?? [])).toEqual([{ role: 'user', text: 'q1' }, { role: 'assistant', text: 'a1' }, { role: 'user', text: 'q2' }, { role: 'assistant', text: 'a2' }])
  expect((await answeredTurn(sessions, ann, { session: id, turn: 3 }))?.newest).toBe(true)
})

test('an answer that had to be asked for once more is the one that fits', async () => {
  const { sessions, id } = await kept([{}, { correction: true }, {}])
  expect(await answeredTurn(sessions, ann, { session: id, turn: 1 })).toMatchObject({ asked: { turn: 1 }, answered: { answer: 'a2' }, newest: false, before: [{ turn: 1 }, { turn: 2 }] })
  const alone = await kept([{}, { correction: true }])
  expect(await answeredTurn(alone.sessions, ann, { session: alone.id, turn: 1 })).toMatchObject({ answered: { answer: 'a2' }, newest: true })
})

test('others, turns that are not there, and sessions that are not there have no answer', async () => {
  const { sessions, id } = await kept([{}])
  expect(await answeredTurn(sessions, { ...ann, name: 'bob' }, { session: id, turn: 1 })).toBeUndefined()
  expect(await answeredTurn(sessions, ann, { session: id, turn: 2 })).toBeUndefined()
  expect(await answeredTurn(sessions, ann, { session: 'f'.repeat(32), turn: 1 })).toBeUndefined()
})
