import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { Lease, type LeaseRecord, thisHost } from '../../src/process/lease.ts'
import { findProcess } from '../../src/process/process-table.ts'
import { reap } from '../../src/process/reaper.ts'
import { exists, expectNothingLeft, Follower, pidIn, programPath, startProgram } from './program.ts'

const hosts: ChildProcess[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.kill('SIGKILL')
})

interface HostRun {
  readonly leases: string
  readonly runId: string
  readonly folder: string
  readonly child: number
  readonly grandchild: number
  readonly kill: () => Promise<void>
}

function newPlace(): { leases: string; root: string } {
  const base = mkdtempSync(join(tmpdir(), 'leases-'))
  return { leases: join(base, 'leases'), root: join(base, 'runs') }
}

/** Another process that owns a run with a grandchild. */
async function startHost(kind: 'same' | 'session' | 'bare'): Promise<HostRun> {
  const { leases, root } = newPlace()
  const runId = randomUUID()
  const args = [leases, root, runId, programPath('leave-grandchild.mjs'), kind, 'stay']
  const host = spawn(process.execPath, ['--import', 'tsx', programPath('host.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  hosts.push(host)
  const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]()
  const child = pidIn((await lines.next()).value)
  const grandchild = pidIn((await lines.next()).value)
  const kill = async (): Promise<void> => {
    const exit = once(host, 'exit')
    host.kill('SIGKILL')
    await exit
  }
  return { leases, runId, folder: join(root, runId), child, grandchild, kill }
}

function writeLease(leases: string, lease: Partial<LeaseRecord> & { run_id: string }): string {
  mkdirSync(leases, { recursive: true })
  const path = join(leases, `${lease.run_id}.json`)
  writeFileSync(path, JSON.stringify({ ...thisHost(), run_folder: join(leases, '..', 'runs', lease.run_id), ...lease }))
  return path
}

const deadOwner = { pid: process.pid, start_time: '1' }

for (const kind of ['session', 'bare'] as const) {
  test(`what a killed host left is cleared away: child, grandchild (${kind}), folder and lease`, async () => {
    const { leases, runId, folder, child, grandchild, kill } = await startHost(kind)
    await kill()
    expect([exists(child), exists(grandchild), existsSync(folder)]).toEqual([true, true, true])
    expect(await reap(leases, 200)).toEqual([{ run_id: runId, survivors: [] }])
    expect([exists(child), exists(grandchild), existsSync(folder)]).toEqual([false, false, false])
    expect(readdirSync(leases)).toEqual([])
    expectNothingLeft(runId)
  })
}

test('the run of a host that lives is left alone', async () => {
  const { leases, folder, child, grandchild, kill } = await startHost('session')
  expect(await reap(leases)).toEqual([])
  expect([exists(child), exists(grandchild), existsSync(folder), readdirSync(leases).length]).toEqual([true, true, true, 1])
  await kill()
  await reap(leases, 200)
})

test('a host that died before it noted its child is cleared away by the id of the run', async () => {
  const { leases } = newPlace()
  const { run, runId } = startProgram('ignore-signals.mjs')
  await new Follower(run).line(/ready/)
  // Old enough an owner: whatever started after it may belong to the run.
  writeLease(leases, { run_id: runId, owner: { ...deadOwner, pid: 1_999_999 } })
  await reap(leases, 50)
  expect((await run.ended).signal).toBe('SIGKILL')
  expect(readdirSync(leases)).toEqual([])
})

test('two at once do no harm', async () => {
  const { leases, runId, folder, grandchild, kill } = await startHost('session')
  await kill()
  const results = await Promise.all([reap(leases, 200), reap(leases, 200)])
  expect(results.flat().every(({ run_id, survivors }) => run_id === runId && survivors.length === 0)).toBe(true)
  expect(results.flat().some(({ problem }) => problem !== undefined)).toBe(false)
  expect([exists(grandchild), existsSync(folder), readdirSync(leases).length]).toEqual([false, false, 0])
})

test('a process that took over the pid of a dead host or child is not signalled', async () => {
  const { leases } = newPlace()
  const { run } = startProgram('gentle.mjs')
  const runId = randomUUID()
  const stranger = { pid: run.pid, start_time: '1' }
  writeLease(leases, { run_id: runId, owner: stranger, child: stranger })
  expect(await reap(leases, 50)).toEqual([{ run_id: runId, survivors: [] }])
  expect(exists(run.pid)).toBe(true)
  await run.stop('cancelled')
})

test('after a restart of the machine nothing is signalled, only cleared away', async () => {
  const { leases, root } = newPlace()
  const { run, runId } = startProgram('gentle.mjs')
  mkdirSync(join(root, runId), { recursive: true })
  const child = { pid: run.pid, start_time: findProcess(run.pid)?.start_time ?? '' }
  writeLease(leases, { run_id: runId, boot_id: 'another boot', child })
  await reap(leases, 50)
  expect([exists(run.pid), existsSync(join(root, runId)), readdirSync(leases).length]).toEqual([true, false, 0])
  await run.stop('cancelled')
})

test('leases of other machines and containers are left alone', async () => {
  const { leases } = newPlace()
  writeLease(leases, { run_id: 'elsewhere', host: 'another-host', owner: deadOwner, boot_id: 'other' })
  writeLease(leases, { run_id: 'container', pid_namespace: 'pid:[1]', owner: deadOwner })
  expect(await reap(leases)).toEqual([])
  expect(readdirSync(leases).toSorted()).toEqual(['container.json', 'elsewhere.json'])
})

test('a damaged lease is removed after a day, not before', async () => {
  const { leases } = newPlace()
  mkdirSync(leases)
  const yesterday = Date.now() / 1000 - 25 * 60 * 60
  const damaged = { 'half.json': '{"run_id":"ha', 'wrong.json': '{"run_id":"../x"}', 'x.json.5.tmp': '{}' }
  for (const [name, text] of Object.entries(damaged)) {
    writeFileSync(join(leases, name), text)
    writeFileSync(join(leases, `old-${name}`), text)
    utimesSync(join(leases, `old-${name}`), yesterday, yesterday)
  }
  expect(await reap(leases)).toEqual([])
  expect(readdirSync(leases).toSorted()).toEqual(['half.json', 'wrong.json', 'x.json.5.tmp'])
})

test('a lease that names a folder which is not the one of its run removes nothing but itself', async () => {
  const { leases } = newPlace()
  const precious = mkdtempSync(join(tmpdir(), 'precious-'))
  writeLease(leases, { run_id: 'strange', owner: deadOwner, run_folder: precious })
  await reap(leases, 50)
  expect([existsSync(precious), readdirSync(leases).length]).toEqual([true, 0])
})

test('without a folder of leases there is nothing to do', async () => {
  expect(await reap('/nowhere/leases')).toEqual([])
})

test('a lease is private, tells owner and child, cannot be taken twice, and is gone after its release', () => {
  const { leases } = newPlace()
  const lease = Lease.take(leases, { run_id: 'run-1', run_folder: '/tmp/run-1' })
  lease.started(process.pid)
  const path = join(leases, 'run-1.json')
  const me = { pid: process.pid, start_time: findProcess(process.pid)?.start_time }
  const written: unknown = JSON.parse(readFileSync(path, 'utf8'))
  expect(written).toMatchObject({ run_id: 'run-1', run_folder: '/tmp/run-1', owner: me, child: me })
  expect([statSync(path).mode & 0o777, statSync(leases).mode & 0o777]).toEqual([0o600, 0o700])
  expect(readdirSync(leases)).toEqual(['run-1.json'])
  const again = (): unknown => Lease.take(leases, { run_id: 'run-1', run_folder: '/x' })
  expect(again).toThrow(expect.objectContaining({ code: 'config_invalid' }))
  lease.release()
  lease.release()
  expect(readdirSync(leases)).toEqual([])
})
