import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { all, init, original, turn } from './sample-session.ts'
import { temporaryStore } from './temporary-store.ts'

const ids = (list: { sessions: readonly { id: string }[] }) => list.sessions.map(({ id }) => id)

test('nothing is made before the first session is saved; then folders are 0700 and files 0600', async () => {
  const { dir, store } = temporaryStore()
  expect(await store.list()).toEqual({ sessions: [], total: 0, problems: [] })
  await expect(store.delete('0'.repeat(32))).rejects.toMatchObject({ code: 'session_not_found' })
  await expect(store.resolve('abc')).rejects.toMatchObject({ code: 'session_not_found' })
  expect(existsSync(dir)).toBe(false)
  const { id } = await store.create(init)
  await store.addTurn(id, () => turn(1))
  await store.list()
  const mode = (...path: string[]) => (statSync(join(dir, ...path)).mode & 0o777).toString(8)
  expect([mode(), mode(`${id}.json`), mode(id), mode(id, 'turns.jsonl'), mode('index.ndjson'), mode('.locks')]).toEqual(['700', '600', '700', '600', '600', '700'])
})

test('a session is saved under the keys of its file, two spaces deep, and read back the same', async () => {
  const { dir, store, reopen } = temporaryStore({ clock: () => Date.UTC(2026, 1, 3) })
  const made = await store.create({ ...init, model: 'opus', initial_prompt: 'Grüße 你好', tags: ['a'], metadata: { x: 'y' }, backend_state: 's', cost_usd: 0.5 })
  expect(made).toMatchObject({ status: 'active', created_at: '2026-02-03T00:00:00.000Z', last_used: '2026-02-03T00:00:00.000Z', turn_count: 0 })
  expect(made.id).toMatch(/^[0-9a-f]{32}$/)
  const text = readFileSync(join(dir, `${made.id}.json`), 'utf8')
  expect(Object.keys(JSON.parse(text))).toEqual(['id', 'backend', 'created_at', 'last_used', 'working_dir', 'model', 'initial_prompt', 'status', 'turn_count', 'tags', 'metadata', 'backend_state', 'cost_usd'])
  expect(text).toContain('\n  "backend": "claude"')
  expect(await reopen().get(made.id)).toEqual(made)
})

test('keys and values of other releases survive an update, and a cleared key is gone', async () => {
  const { dir, store } = temporaryStore()
  const id = 'ab'.repeat(8)
  mkdirSync(dir)
  writeFileSync(join(dir, `${id}.json`), original(id, { error_message: 'old', status: 'archived', later: { a: [1] } }))
  await store.update(id, ({ error_message: _gone, ...session }) => ({ ...session, title: 'new' }))
  const saved = JSON.parse(readFileSync(join(dir, `${id}.json`), 'utf8'))
  expect(saved).toMatchObject({ title: 'new', status: 'archived', later: { a: [1] }, created_at: '2026-01-30T09:00:00.123456789+08:00' })
  expect(saved).not.toHaveProperty('error_message')
})

test('sessions that the original program writes beside its index are seen, whatever that index says', async () => {
  const { dir, store } = temporaryStore()
  const mine = await store.create(init)
  expect(ids(await store.list())).toEqual([mine.id])
  const theirs = 'c'.repeat(32)
  const fields = (id: string, title: string) => ({ ID: id, Backend: 'codex', Status: 'completed', LastUsed: '2030-01-01T00:00:00Z', Model: '', WorkDir: '', Title: title, Tags: null, CreatedAt: '2026-01-01T00:00:00Z' })
  writeFileSync(join(dir, `${theirs}.json`), original(theirs, { title: 'real' }))
  writeFileSync(join(dir, 'index.json'), JSON.stringify({ version: 1, index: { [theirs]: fields(theirs, 'a lie'), ['d'.repeat(32)]: fields('d'.repeat(32), 'not there') } }))
  expect((await store.list()).sessions).toMatchObject([{ id: mine.id }, { id: theirs, title: 'real', backend: 'codex' }])
  // Changed in place by the original: same name, other content. Only its index tells.
  writeFileSync(join(dir, `${mine.id}.json`), original(mine.id, { tags: ['theirs'] }))
  writeFileSync(join(dir, 'index.json'), '{"version":1,"index":{}}')
  expect(ids(await store.list({ tag: 'theirs' }))).toEqual([mine.id])
  // Without an index, the original reads the files: it then sees what is saved here.
  await store.create(init)
  expect(existsSync(join(dir, 'index.json'))).toBe(false)
  expect((await store.list()).total).toBe(3)
})

test('an id resolves by itself or by the only id that begins so; several are candidates, newest first', async () => {
  const { dir, store } = temporaryStore()
  await store.create(init)
  const made = Array.from({ length: 12 }, (_unused, i) => `beef${i.toString(16)}`.padEnd(32, '0'))
  made.forEach((id, i) => writeFileSync(join(dir, `${id}.json`), original(id, { title: `t${i}`, initial_prompt: 'secret', last_used: new Date(Date.UTC(2026, 0, 1, i)).toISOString() })))
  writeFileSync(join(dir, `${'beef0'.padEnd(16, '0')}.json`), original('beef0'.padEnd(16, '0')))
  expect((await store.resolve('beef1')).id).toBe(made[1])
  expect((await store.resolve('beef0'.padEnd(16, '0'))).id).toHaveLength(16)
  const error = await store.resolve('beef').catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'session_ambiguous', message: '13 sessions begin with "beef"' })
  const { candidates } = (error as { details: { candidates: object[] } }).details
  expect(candidates).toHaveLength(10)
  expect(candidates[0]).toEqual({ id: 'beef0'.padEnd(16, '0'), backend: 'codex', last_used: '2026-01-30T10:00:00.123456789+08:00' })
  expect(candidates[1]).toEqual({ id: made[11], backend: 'codex', title: 't11', last_used: '2026-01-01T11:00:00.000Z' })
  expect(JSON.stringify(error)).not.toContain('secret')
})

test.each(['', '../../etc/passwd', 'ABC', 'xyz', 'a/b', 'a'.repeat(33), '..', 'a\0'])('"%s" is no id and touches no file', async (text) => {
  // A file in the folder's place: any look at it would be another error.
  const { dir, store } = temporaryStore()
  writeFileSync(dir, '')
  for (const attempt of [store.get(text), store.resolve(text), store.update(text, (session) => session), store.delete(text), store.fork(text), store.addTurn(text, () => turn(1)), store.acquireRun(text)]) {
    await expect(attempt).rejects.toMatchObject({ code: 'session_not_found' })
  }
})

test('a list is filtered by every condition, newest first, and paged; total counts the matches', async () => {
  let now = Date.UTC(2026, 0, 1)
  const { store, reopen } = temporaryStore({ clock: () => now })
  const make = (more: object) => ((now += 1000), store.create({ ...init, ...more }))
  const a = await make({ model: 'opus', tags: ['x', 'y'] })
  const b = await make({ backend: 'codex', backend_session_id: 'native' })
  const c = await make({ working_dir: '/other', status: 'completed' })
  for (const seen of [store, reopen()]) {
    expect(ids(await seen.list())).toEqual([c.id, b.id, a.id])
    expect(ids(await seen.list({ backend: 'codex' }))).toEqual([b.id])
    expect(ids(await seen.list({ status: 'active' }))).toEqual([b.id, a.id])
    expect(ids(await seen.list({ model: 'opus', tag: 'y' }))).toEqual([a.id])
    expect(ids(await seen.list({ working_dir: '/other' }))).toEqual([c.id])
    expect(ids(await seen.list({ resumable: true }))).toEqual([b.id])
    expect(await seen.list({ offset: 1, limit: 1 })).toMatchObject({ total: 3, sessions: [{ id: b.id }] })
    expect((await seen.list({ limit: 0 })).sessions).toHaveLength(3)
  }
})

test('an update is seen by lists of this store and of others at once', async () => {
  const { store, reopen } = temporaryStore()
  const other = reopen()
  const { id } = await store.create(init)
  await other.list()
  await store.update(id, (session) => ({ ...session, title: 'one' }))
  expect((await other.list()).sessions).toMatchObject([{ title: 'one' }])
  await other.update(id, (session) => ({ ...session, title: 'two' }))
  expect((await store.list()).sessions).toMatchObject([{ title: 'two' }])
  await other.delete(id)
  expect((await store.list()).total).toBe(0)
})

test('a fork keeps backend, directory, model, tags and metadata, and neither prompt nor backend id', async () => {
  const { store } = temporaryStore()
  const parent = await store.create({ ...init, model: 'opus', tags: ['a'], metadata: { k: 'v' }, title: 't', initial_prompt: 'p', backend_session_id: 'b', token_usage: { input_tokens: 1, output_tokens: 1 } })
  const fork = await store.fork(parent.id, { title: 'mine' })
  expect(fork).toEqual({ ...fork, ...init, model: 'opus', tags: ['a'], metadata: { k: 'v' }, parent_id: parent.id, title: 'mine' })
  for (const key of ['initial_prompt', 'backend_session_id', 'token_usage']) expect(fork).not.toHaveProperty(key)
})

test('deleting removes the session, its turns and its row', async () => {
  const { dir, store } = temporaryStore()
  const { id } = await store.create(init)
  await store.addTurn(id, () => turn(1))
  await store.delete(id)
  expect(readdirSync(dir).filter((name) => name.startsWith(id))).toEqual([])
  expect((await store.list()).total).toBe(0)
  await expect(store.get(id)).rejects.toMatchObject({ code: 'session_not_found' })
})

test('a session from the future is placed by the time its file was written', async () => {
  const { dir, store, reopen } = temporaryStore()
  const old = await store.create(init)
  const future = 'f'.repeat(32)
  writeFileSync(join(dir, `${future}.json`), original(future, { last_used: '2099-01-01T00:00:00Z' }))
  utimesSync(join(dir, `${future}.json`), new Date(2020, 1), new Date(2020, 1))
  for (const seen of [store, reopen()]) expect(ids(await seen.list())).toEqual([old.id, future])
  expect(await store.clean(60_000)).toEqual({ deleted: [], busy: [] })
})

test('a clock that jumps back or forward loses and breaks nothing', async () => {
  let now = Date.now()
  const { store, reopen } = temporaryStore({ clock: () => now })
  const first = await store.create(init)
  now -= 400 * 86_400_000
  const second = await store.create(init)
  await store.update(first.id, (session) => ({ ...session, last_used: new Date(now).toISOString() }))
  now += 1000 * 86_400_000
  const third = await store.create(init)
  const lease = await store.acquireRun(third.id)
  now -= 600 * 86_400_000
  for (const seen of [store, reopen()]) expect(new Set(ids(await seen.list()))).toEqual(new Set([first.id, second.id, third.id]))
  await expect(reopen().acquireRun(third.id)).rejects.toMatchObject({ code: 'session_busy' })
  lease.release()
})

test('clean deletes what was last used longer ago, never what runs, and nothing for 0', async () => {
  let now = Date.now()
  const { store } = temporaryStore({ clock: () => now })
  const [old, running] = [await store.create(init), await store.create(init)]
  const lease = await store.acquireRun(running.id)
  now += 10 * 86_400_000
  const fresh = await store.create(init)
  expect(await store.clean(0)).toEqual({ deleted: [], busy: [] })
  expect(await store.clean(-5)).toEqual({ deleted: [], busy: [] })
  expect(await store.clean(9 * 86_400_000)).toEqual({ deleted: [old.id], busy: [running.id] })
  expect(new Set(ids(await store.list()))).toEqual(new Set([running.id, fresh.id]))
  lease.release()
})

test('search finds titles, prompts and answers whatever their case and accents', async () => {
  const { store } = temporaryStore()
  const titled = await store.create({ ...init, title: 'ÜBERSICHT der Tests' })
  const prompted = await store.create({ ...init, initial_prompt: `${'lang '.repeat(100)}数据库迁移 😀 zum Schluss` })
  const talked = await store.create(init)
  await store.addTurn(talked.id, () => turn(1, { answer: 'Das Cafe\u0301 ist 😀 offen' }))
  const hits = async (text: string) => (await all(store.search(text))).map(({ session, where, turn: n, excerpt }) => [session.id, where, n, excerpt])
  expect(await hits('übersicht')).toEqual([[titled.id, 'title', undefined, 'ÜBERSICHT der Tests']])
  expect(await hits('数据库')).toEqual([[prompted.id, 'initial_prompt', undefined, expect.stringMatching(/^….*数据库迁移 😀 zum Schluss$/)]])
  expect(await hits('CAFÉ')).toEqual([[talked.id, 'answer', 1, 'Das Café ist 😀 offen']])
  expect(await hits('nirgends')).toEqual([])
  await expect(all(store.search(' '))).rejects.toMatchObject({ code: 'invalid_request' })
})

test('stats sum runs, tokens and cost by backend, model and day, as the calendar here has it', async () => {
  const noon = (day: number) => new Date(2026, 1, day, 12)
  const { store } = temporaryStore({ clock: () => noon(7).getTime() })
  const { id } = await store.create(init)
  const usage = { input_tokens: 10, output_tokens: 5, cached_tokens: 4 }
  await store.addTurn(id, () => turn(1, { usage, cost_usd: 0.25, model: 'opus', started_at: noon(3).toISOString() }))
  await store.addTurn(id, () => turn(2, { usage, cost_usd: 0.5, started_at: noon(5).toISOString() }))
  await store.create({ ...init, backend: 'codex', turn_count: 3, token_usage: { input_tokens: 7, output_tokens: 1 } })
  const stats = await store.stats()
  expect(stats.sessions).toBe(2)
  expect(stats.total).toEqual({ runs: 5, input_tokens: 27, output_tokens: 11, cached_tokens: 8, reasoning_tokens: 0, cost_usd: 0.75 })
  expect(stats.by_backend).toMatchObject({ claude: { runs: 2, cost_usd: 0.75 }, codex: { runs: 3 } })
  expect(stats.by_model).toMatchObject({ opus: { runs: 1 }, unknown: { runs: 4 } })
  expect(Object.keys(stats.by_day)).toEqual(['2026-02-03', '2026-02-05', '2026-02-07'])
})
