import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryStore } from './temporary-store.ts'

const init = { backend: 'claude', working_dir: '/home/me/project' }
const ids = (list: { sessions: readonly { id: string }[] }) => list.sessions.map(({ id }) => id).sort()

test('sessions of an owner are found by it, in a list, by their id and by the beginning of it; others are not there', async () => {
  const { store, reopen } = temporaryStore()
  const mine = await store.create({ ...init, owner: 'ann', title: 'apple' })
  const other = await store.create({ ...init, owner: 'bob', title: 'apple' })
  const nobody = await store.create({ ...init, title: 'apple' })
  for (const one of [store, reopen()]) {
    expect(ids(await one.list({ owner: 'ann' }))).toEqual([mine.id])
    expect(ids(await one.list())).toEqual([mine.id, other.id, nobody.id].sort())
    expect((await one.resolve(mine.id, { owner: 'ann' })).owner).toBe('ann')
    expect((await one.resolve(mine.id.slice(0, 12), { owner: 'ann' })).id).toBe(mine.id)
    for (const id of [other.id, other.id.slice(0, 12), nobody.id, nobody.id.slice(0, 12), 'f'.repeat(32), '../x', '']) {
      await expect(one.resolve(id, { owner: 'ann' }), id).rejects.toMatchObject({ code: 'session_not_found', message: `there is no session "${id}"` })
    }
    for (const id of [mine.id, nobody.id]) await expect(one.resolve(id, { owner: '' })).rejects.toMatchObject({ code: 'session_not_found' })
    const hits = []
    for await (const hit of one.search('apple', { owner: 'ann' })) hits.push(hit.session.id)
    expect(hits).toEqual([mine.id])
  }
})

test('an id is only as ambiguous as the own sessions make it', async () => {
  const { dir, store } = temporaryStore()
  await store.create(init)
  const write = (id: string, owner: string) => writeFileSync(join(dir, `${id}.json`), JSON.stringify({ id, backend: 'claude', created_at: '2026-02-03T10:00:00.000Z', last_used: '2026-02-03T10:00:00.000Z', working_dir: '', owner }))
  write('abcd'.padEnd(32, '0'), 'ann')
  write('abcd'.padEnd(32, '1'), 'bob')
  expect((await store.resolve('abcd', { owner: 'ann' })).owner).toBe('ann')
  await expect(store.resolve('abcd')).rejects.toMatchObject({ code: 'session_ambiguous' })
  write('abcd'.padEnd(32, '2'), 'ann')
  await expect(store.resolve('abcd', { owner: 'ann' })).rejects.toMatchObject({ code: 'session_ambiguous', details: { total: 2 } })
})

test('a session whose file cannot be read belongs to nobody who has an owner', async () => {
  const { dir, store } = temporaryStore()
  const { id } = await store.create({ ...init, owner: 'ann' })
  writeFileSync(join(dir, `${id}.json`), '{')
  await expect(store.resolve(id, { owner: 'ann' })).rejects.toMatchObject({ code: 'session_not_found' })
})

test('an index that knows no owners is made anew', async () => {
  const { dir, store, reopen } = temporaryStore()
  const mine = await store.create({ ...init, owner: 'ann' })
  await store.create(init)
  await store.list()
  const file = join(dir, 'index.ndjson')
  const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const older = lines.map((line) => {
    const row = line === '' ? undefined : (JSON.parse(line) as unknown[])
    return row?.length === 19 ? JSON.stringify(row.slice(0, 18)) : line
  })
  const before = header.replace('"clinvk-index",2', '"clinvk-index",1')
  expect(before).not.toBe(header)
  writeFileSync(file, [before, ...older].join('\n'))
  expect(ids(await reopen().list({ owner: 'ann' }))).toEqual([mine.id])
})
