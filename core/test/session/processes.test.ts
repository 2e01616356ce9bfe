import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SessionStore } from '../../src/session/store.ts'
import { program } from './program.ts'
import { temporaryStore } from './temporary-store.ts'

const init = { backend: 'claude', working_dir: '/' }

/** What a list says of every session, and what their files say. Equal when the index is right. */
async function listedAndSaved(store: SessionStore, dir: string) {
  const { sessions, problems } = await store.list()
  expect(problems).toEqual([])
  const names = readdirSync(dir).filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
  const saved = new Map(names.map((name) => [name.slice(0, 32), JSON.parse(readFileSync(join(dir, name), 'utf8'))]))
  const listed = new Map(sessions.map((session) => [session.id, session]))
  expect(new Set(listed.keys())).toEqual(new Set(saved.keys()))
  for (const [id, { title, tags, turn_count }] of saved) expect({ ...listed.get(id), title, tags, turn_count }).toEqual(listed.get(id))
  return saved
}

test('16 processes that create, change, list and delete at once lose nothing, and the index is right afterwards', { timeout: 120_000 }, async () => {
  const { dir, store, reopen, warnings } = temporaryStore()
  const shared = await store.create(init)
  const contend = await program('contend')
  const hosts = ['one', 'two']
  const all = Array.from({ length: 16 }, (_unused, i) => contend.start(dir, hosts[i % 2] as string, shared.id))
  const kept = (await Promise.all(all.map((one) => one.success()))).flatMap((lines) => lines.join(' ').replace('kept ', '').split(' '))
  expect(kept).toHaveLength(16 * 8)
  for (const seen of [store, reopen()]) {
    const saved = await listedAndSaved(seen, dir)
    expect(new Set(saved.keys())).toEqual(new Set([shared.id, ...kept]))
    for (const id of kept) expect(saved.get(id).tags).toEqual(['kept'])
  }
  expect((await store.get(shared.id)).turn_count).toBe(160)
  expect(warnings).toEqual([])
  expect(readdirSync(join(dir, '.locks'))).toEqual([])
})

test('a writer killed at 200 random moments loses nothing that it saved, and nothing half-written is read', { timeout: 180_000 }, async () => {
  const { dir, store, reopen, warnings } = temporaryStore()
  const writer = await program('save-forever')
  const saved = new Map<string, { title: number; turns: number }>()
  let changes = 0
  const round = async () => {
    const running = writer.start(dir)
    await running.line('saved')
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 45))
    await running.kill()
    for (const line of running.lines) {
      // The last line itself may be cut off.
      const [, id, title, turns] = /^saved ([0-9a-f]{32}) (\d) (\d)$/.exec(line) ?? []
      if (id === undefined) continue
      saved.set(id, { title: Number(title), turns: Number(turns) })
      changes += 1
    }
  }
  for (let n = 0; n < 50; n++) {
    await Promise.all([round(), round(), round(), round()])
    // Somebody lists all the time, as a server does.
    expect((await store.list({ limit: 5 })).problems).toEqual([])
  }
  // A session each round, and more than that: on a slow disk no second session, but turns and titles.
  expect([saved.size >= 200, changes > 200]).toEqual([true, true])
  for (const seen of [reopen(), store]) {
    await listedAndSaved(seen, dir)
    for (const [id, { title, turns }] of saved) {
      expect(Number((await seen.get(id)).title)).toBeGreaterThanOrEqual(title)
      let found = 0
      for await (const turn of seen.turns(id)) expect(turn.turn).toBe(++found)
      expect(found).toBeGreaterThanOrEqual(turns)
    }
  }
  expect(warnings.filter((message) => !message.includes('turns.jsonl'))).toEqual([])
  // Sessions whose writer died in the middle of a change can be changed at once.
  const start = performance.now()
  for (const id of [...saved.keys()].slice(-8)) await store.update(id, (session) => ({ ...session, title: 'after' }))
  expect(performance.now() - start).toBeLessThan(5000)
})

test('the lock of a process that was killed is taken over at once', async () => {
  // Locks of the living are waited for longer than this test may take.
  const { dir, store } = temporaryStore({ lockStaleMs: 600_000 })
  const { id } = await store.create(init)
  const holder = (await program('hold-lock')).start(dir, '', id)
  await holder.line('inside')
  await holder.kill()
  await store.update(id, (session) => ({ ...session, title: 'mine' }))
  expect(await store.get(id)).toMatchObject({ title: 'mine' })
})

test('a process that stood still past the life of its lock loses no change of others, and does its own after all', { timeout: 60_000 }, async () => {
  const { dir, store, reopen } = temporaryStore({ lockStaleMs: 2000 })
  const { id } = await store.create(init)
  const slow = (await program('hold-lock')).start(dir, '', id)
  await slow.line('inside')
  await store.update(id, (session) => ({ ...session, tags: [...(session.tags ?? []), 'quick'] }))
  slow.child.stdin?.write('\n')
  expect((await slow.success()).at(-1)).toBe('saved after 2')
  expect((await reopen().get(id)).tags).toEqual(['quick', 'slow'])
  await listedAndSaved(reopen(), dir)
})

test('a second run of a session is refused with who holds it, and a dead owner is no obstacle', async () => {
  const { dir, store } = temporaryStore()
  const { id } = await store.create(init)
  const holdRun = await program('hold-run')
  const first = holdRun.start(dir, '', id)
  await first.line('running')
  await expect(store.acquireRun(id)).rejects.toMatchObject({ code: 'session_busy', details: { holder: { pid: first.child.pid } } })
  await expect(store.delete(id)).rejects.toMatchObject({ code: 'session_busy' })
  await store.update(id, (session) => ({ ...session, title: 'changed while it runs' }))
  first.child.stdin?.write('\n')
  await first.success()
  const second = holdRun.start(dir, '', id)
  await second.line('running')
  await second.kill()
  const lease = await store.acquireRun(id)
  expect(lease.held).toBe(true)
  await expect(store.acquireRun(id)).rejects.toMatchObject({ code: 'session_busy', details: { holder: { pid: process.pid } } })
  lease.release()
  lease.release()
  await store.delete(id)
})

test('two hosts share a folder: a dead run of the other one is taken over when its heartbeat is a minute old', async () => {
  const { dir, store } = temporaryStore({ hostName: 'here' })
  const { id } = await store.create(init)
  const there = (await program('hold-run')).start(dir, 'there', id)
  await there.line('running')
  await there.kill()
  // From here, nobody can tell whether it lives.
  await expect(store.acquireRun(id)).rejects.toMatchObject({ code: 'session_busy', details: { holder: { host: 'there' } } })
  const path = join(dir, '.locks', `${id}.run`)
  const beat = (agoSeconds: number) => utimesSync(path, statSync(path).atime, new Date(Date.now() - agoSeconds * 1000))
  beat(50)
  await expect(store.acquireRun(id)).rejects.toMatchObject({ code: 'session_busy' })
  beat(70)
  ;(await store.acquireRun(id)).release()
})

test('a lease that was taken over says so, and is not released in the new owner\'s place', async () => {
  const { dir, store, reopen } = temporaryStore({ hostName: 'here' })
  const { id } = await store.create(init)
  const mine = await store.acquireRun(id)
  const path = join(dir, '.locks', `${id}.run`)
  utimesSync(path, new Date(), new Date(Date.now() - 70_000))
  const theirs = await reopen({ hostName: 'there' }).acquireRun(id)
  expect([mine.held, theirs.held]).toEqual([false, true])
  mine.release()
  expect(theirs.held).toBe(true)
  theirs.release()
})
