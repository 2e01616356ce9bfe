import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SessionStore } from '../../src/session/store.ts'
import { temporaryFolder } from './temporary-store.ts'

const init = { backend: 'claude', working_dir: '/' }
const log = { debug: () => undefined, warn: () => undefined }
const mount = (...args: string[]) => spawnSync('/bin/mount', args, { encoding: 'utf8' })

/** A file system of its own, or undefined, with the reason printed, where this user may mount none. */
function smallDisk(size: string): string | undefined {
  const disk = join(temporaryFolder(), 'disk')
  mkdirSync(disk)
  const result = mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk)
  if (result.status !== 0) {
    console.log(`skipped: no tmpfs can be mounted here (${result.error?.message ?? result.stderr.trim()})`)
    return undefined
  }
  onTestFinished(() => void spawnSync('/bin/umount', ['-l', disk]))
  return disk
}

test('a full disk gives a clear error, keeps what was saved, and works again when there is space', async ({ skip }) => {
  const disk = smallDisk('256k')
  if (disk === undefined) return skip()
  const dir = join(disk, 'sessions')
  const store = new SessionStore({ dir, log })
  const { id } = await store.create({ ...init, title: 'saved' })
  await store.list()
  const filler = join(disk, 'filler')
  writeFileSync(filler, '')
  let failed: unknown
  for (let n = 0; failed === undefined && n < 500; n++) {
    const large = { ...init, initial_prompt: 'x'.repeat(n % 2 === 0 ? 3000 : 9000) }
    failed = await store.create(large).then(() => undefined, (error: unknown) => error)
  }
  expect(failed).toMatchObject({ code: 'internal_error', hint: expect.stringContaining('Free space') })
  expect(String(failed)).toContain('ENOSPC')
  const turn = { turn: 1, started_at: '', duration_ms: 1, backend: 'claude', prompt: 'y'.repeat(300_000), answer: '', outcome: 'completed' } as const
  await expect(store.addTurn(id, () => turn)).rejects.toMatchObject({ code: 'internal_error' })
  await expect(store.update(id, (session) => ({ ...session, title: 'z'.repeat(300_000) }))).rejects.toMatchObject({ code: 'internal_error' })
  expect(await store.get(id)).toMatchObject({ title: 'saved' })
  for (const name of readdirSync(dir).filter((file) => /^[0-9a-f]{32}\.json$/.test(file))) JSON.parse(readFileSync(join(dir, name), 'utf8'))
  expect(readdirSync(dir).filter((name) => name.startsWith('.tmp-'))).toEqual([])
  const { sessions, problems, total } = await new SessionStore({ dir, log }).list()
  expect([sessions.some((session) => session.id === id), problems]).toEqual([true, []])
  // Deleting is what helps: it must work on a full disk.
  for (const session of sessions.slice(0, -1)) await store.delete(session.id)
  expect(total).toBeGreaterThan(5)
  await store.update(id, (session) => ({ ...session, title: 'again' }))
  expect((await new SessionStore({ dir, log }).list()).sessions).toMatchObject([{ title: 'again' }])
})

test('a read-only folder is read, with or without an index, and refuses changes with what to do', async ({ skip }) => {
  const disk = smallDisk('1m')
  if (disk === undefined) return skip()
  const dir = join(disk, 'sessions')
  const writable = new SessionStore({ dir, log })
  const { id } = await writable.create({ ...init, title: 'there' })
  expect(mount('-o', 'remount,ro', disk).status).toBe(0)
  const store = new SessionStore({ dir, log })
  for (let n = 0; n < 2; n++) expect((await store.list()).sessions).toMatchObject([{ id, title: 'there' }])
  expect(await store.resolve(id.slice(0, 6))).toMatchObject({ id })
  for (const attempt of [() => store.create(init), () => store.update(id, (session) => session), () => store.delete(id), () => store.acquireRun(id)]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'config_invalid', hint: expect.stringContaining('CLINVK_HOME') })
  }
  mount('-o', 'remount,rw', disk)
  await writable.list()
  writeFileSync(join(dir, `${'a'.repeat(32)}.json`), '{ half')
  mount('-o', 'remount,ro', disk)
  const { sessions, problems } = await new SessionStore({ dir, log }).list()
  expect(sessions).toMatchObject([{ id }])
  expect(problems).toMatchObject([{ file: `${'a'.repeat(32)}.json` }])
})

test('a folder that cannot be made is a clear error', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  chmodSync(join(folder, 'file'), 0o600)
  const store = new SessionStore({ dir: join(folder, 'file', 'sessions'), log })
  await expect(store.create(init)).rejects.toMatchObject({ code: 'config_invalid' })
  expect(existsSync(join(folder, 'file', 'sessions'))).toBe(false)
})
