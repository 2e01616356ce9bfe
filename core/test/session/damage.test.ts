import fs, { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { init, original } from './sample-session.ts'
import { temporaryStore } from './temporary-store.ts'

const ids = (list: { sessions: readonly { id: string }[] }) => list.sessions.map(({ id }) => id)

test('an index that is deleted, truncated, of another version or full of lies heals', async () => {
  const { dir, store, reopen } = temporaryStore()
  const made = [await store.create({ ...init, title: 'a' }), await store.create({ ...init, title: 'b' }), await store.create({ ...init, title: 'c' })]
  await store.list()
  const path = join(dir, 'index.ndjson')
  const whole = readFileSync(path, 'utf8')
  const damages: Record<string, string | undefined> = {
    deleted: undefined,
    empty: '',
    'half a header': whole.slice(0, 20),
    'half a row': whole.slice(0, 300),
    'end missing': whole.slice(0, -30),
    'other version': whole.replace('["clinvk-index",1,', '["clinvk-index",2,'),
    'no index at all': '\0\0\0garbage\n',
    'a row that is not there': whole.replaceAll(made[0]!.id, 'e'.repeat(32)),
    'wrong values': whole.replaceAll('"b"', '"x"').replaceAll(/,(\d+)\.?\d*,(\d+),/g, ',1,2,'),
    'a value of the wrong type': whole.replace('"claude"', '5'),
  }
  for (const [damage, content] of Object.entries(damages)) {
    if (content === undefined) rmSync(path)
    else writeFileSync(path, content)
    for (const seen of [store, reopen(), reopen()]) {
      const { sessions } = await seen.list()
      expect(new Set(sessions.map(({ title }) => title)), damage).toEqual(new Set(['a', 'b', 'c']))
      expect(sessions, damage).toHaveLength(3)
    }
    await made.reduce(async (before, { id }) => (await before, void (await reopen().update(id, (session) => session))), Promise.resolve())
    expect((await reopen().list()).total, damage).toBe(3)
  }
})

test('a session file that is edited by hand shows its new content on the page where it stands', async () => {
  const { dir, store } = temporaryStore()
  const { id } = await store.create({ ...init, title: 'before' })
  await store.list()
  const path = join(dir, `${id}.json`)
  writeFileSync(path, readFileSync(path, 'utf8').replace('before', 'after it'))
  expect((await store.list()).sessions).toMatchObject([{ title: 'after it' }])
})

test('a writer that dies right after a session file was replaced leaves an index that finds it', async () => {
  const { store, reopen } = temporaryStore()
  const { id } = await store.create(init)
  const other = reopen()
  await other.list()
  const rename = fs.renameSync
  onTestFinished(() => {
    fs.renameSync = rename
    syncBuiltinESMExports()
  })
  fs.renameSync = (from, to) => {
    rename(from, to)
    if (String(to).endsWith(`${id}.json`)) throw new Error('died here')
  }
  syncBuiltinESMExports()
  await expect(store.update(id, (session) => ({ ...session, tags: ['late'] }))).rejects.toThrow('died here')
  for (const seen of [store, other, reopen()]) expect(ids(await seen.list({ tag: 'late' }))).toEqual([id])
})

test('a corrupt session file is kept aside and told once; the others go on', async () => {
  const { dir, store, reopen, warnings } = temporaryStore()
  const good = await store.create(init)
  const [empty, half, stranger] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string]
  writeFileSync(join(dir, `${empty}.json`), '')
  writeFileSync(join(dir, `${half}.json`), original(half).slice(0, 80))
  writeFileSync(join(dir, `${stranger}.json`), original(good.id))
  for (const seen of [store, reopen()]) {
    const { sessions, problems } = await seen.list()
    expect(sessions.map(({ id }) => id)).toEqual([good.id])
    expect(problems.map(({ file }) => file).toSorted()).toEqual([empty, half, stranger].map((id) => `${id}.json.corrupt-1`))
  }
  expect(readFileSync(join(dir, `${half}.json.corrupt-1`), 'utf8')).toBe(original(half).slice(0, 80))
  expect(warnings).toHaveLength(3)
  await expect(store.get(half)).rejects.toMatchObject({ code: 'session_corrupt', details: { file: join(dir, `${half}.json.corrupt-1`) } })
  writeFileSync(join(dir, `${half}.json`), '{')
  await expect(reopen().get(half)).rejects.toMatchObject({ code: 'session_corrupt' })
  expect(existsSync(join(dir, `${half}.json.corrupt-2`))).toBe(true)
})
