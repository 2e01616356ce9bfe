import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { all, init, turn } from './sample-session.ts'
import { temporaryStore } from './temporary-store.ts'

test('turns come back in order, from either end, and none are kept without history', async () => {
  const { store, reopen } = temporaryStore()
  const { id } = await store.create(init)
  for (let n = 1; n <= 5; n++) await store.addTurn(id, () => turn(n, { answer: `line\u2028${'x'.repeat(n * 40_000)}`, via: 'cli' }))
  const numbers = async (range: object) => (await all(store.turns(id, range))).map(({ turn: n }) => n)
  expect(await numbers({})).toEqual([1, 2, 3, 4, 5])
  expect(await numbers({ limit: 2 })).toEqual([1, 2])
  expect(await numbers({ limit: 2, from_end: true })).toEqual([4, 5])
  expect(await numbers({ limit: 9, from_end: true })).toEqual([1, 2, 3, 4, 5])
  expect((await all(store.turns(id)))[0]).toEqual(turn(1, { answer: `line\u2028${'x'.repeat(40_000)}`, via: 'cli' }))
  const silent = reopen({ history: false })
  const other = await silent.create(init)
  await silent.addTurn(other.id, () => turn(1))
  expect(await all(silent.turns(other.id))).toEqual([])
})

test('a truncated last turn is skipped and reported, and the next turn is not spoilt by it', async () => {
  const { dir, store, warnings } = temporaryStore()
  const { id } = await store.create(init)
  const path = join(dir, id, 'turns.jsonl')
  for (let n = 1; n <= 3; n++) await store.addTurn(id, () => turn(n))
  writeFileSync(path, readFileSync(path).subarray(0, -20))
  const numbers = async (range = {}) => (await all(store.turns(id, range))).map(({ turn: n }) => n)
  expect(await numbers()).toEqual([1, 2])
  expect(warnings.join()).toContain('not finished')
  await store.addTurn(id, () => turn(4))
  expect(await numbers()).toEqual([1, 2, 4])
  expect(await numbers({ limit: 2, from_end: true })).toEqual([2, 4])
  expect((await store.stats()).total.runs).toBe(3)
})

test('a lock that is lost between a turn and its change loses neither, and makes neither twice', async () => {
  const { dir, store } = temporaryStore()
  const { id } = await store.create(init)
  let lost = 0
  await store.addTurn(
    id,
    ({ turn_count: count = 0 }) => {
      if (lost++ === 0) rmSync(join(dir, '.locks', `${id}.lock`), { recursive: true })
      return turn(count)
    },
    (session) => ({ ...session, turn_count: (session.turn_count ?? 0) + 1 }),
  )
  expect([lost, (await store.get(id)).turn_count, (await all(store.turns(id))).map((one) => one.turn)]).toEqual([2, 1, [1]])
})

test('a session that begins is saved and at work; when it cannot be saved nothing is left of it', async () => {
  const { dir, store, reopen } = temporaryStore()
  const { session, lease } = await store.begin({ ...init, title: 'mine' })
  expect(await reopen().get(session.id)).toMatchObject({ title: 'mine', status: 'active' })
  await expect(reopen().acquireRun(session.id)).rejects.toMatchObject({ code: 'session_busy' })
  lease.release()
  await expect(reopen().delete(session.id)).resolves.toBeUndefined()
  // An index that cannot be written to.
  rmSync(join(dir, 'index.ndjson'), { force: true })
  mkdirSync(join(dir, 'index.ndjson'))
  const before = readdirSync(dir)
  await expect(reopen().begin(init)).rejects.toMatchObject({ code: 'internal_error' })
  expect([readdirSync(dir), readdirSync(join(dir, '.locks')), store.created]).toEqual([before, [], 1])
})
