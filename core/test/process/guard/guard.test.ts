import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { exists, expectNothingLeft, pidIn, programPath, until } from '../program.ts'

const program = fileURLToPath(new URL('../../../dist/process/guard/guard-program.js', import.meta.url))
beforeAll(() => {
  if (!existsSync(program)) throw new Error('npm run build first: the guard is tested as it is shipped')
})

/** What was started, to be ended when a test fails. */
const pids: number[] = []
afterEach(() => {
  for (const pid of pids.splice(0)) if (exists(pid)) process.kill(pid, 'SIGKILL')
})

interface Host {
  readonly child: ChildProcess
  readonly ids: readonly string[]
  readonly leases: string
  readonly root: string
  /** All that it has said, on both outputs. */
  readonly said: () => string
  /** Pids in the lines that begin with a word. */
  readonly all: (word: string) => number[]
  readonly kill: () => Promise<void>
}

/** A host with so many runs of a program at work, each of which has said a line that begins with `ready`. */
async function startHost(count: number, args: readonly string[], ready: string): Promise<Host> {
  const base = mkdtempSync(join(tmpdir(), 'guard-'))
  const [leases, root] = [join(base, 'leases'), join(base, 'runs')]
  const ids = Array.from({ length: count }, () => randomUUID())
  const child = spawn(process.execPath, ['--import', 'tsx', programPath('guarded-host.ts'), leases, root, program, ids.join(','), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += String(chunk)))
  const all = (word: string) => text.split('\n').flatMap((line) => (line.startsWith(word) ? [pidIn(line)] : []))
  await until(() => all('child').length === count && all(ready).length === count, 30_000)
  pids.push(child.pid ?? 0, ...all('guard'), ...all('child'), ...all('grandchild'))
  const kill = async () => {
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  return { child, ids, leases, root, said: () => text, all, kill }
}

function expectAllGone({ ids, leases, root, all }: Host): void {
  for (const pid of [...all('child'), ...all('grandchild')]) expect(exists(pid)).toBe(false)
  expect([readdirSync(leases), readdirSync(root)]).toEqual([[], []])
  ids.forEach(expectNothingLeft)
}

for (const kind of ['same', 'group', 'session', 'bare'] as const) {
  test(`a host that is killed leaves nothing after two seconds, though grandchildren (${kind}) ignore TERM`, async () => {
    const host = await startHost(3, [programPath('leave-grandchild.mjs'), kind, 'stay'], 'grandchild')
    const [guard = 0] = host.all('guard')
    await host.kill()
    const since = performance.now()
    await until(() => !exists(guard))
    expect(performance.now() - since).toBeLessThan(2000)
    expectAllGone(host)
    await until(() => host.said().includes('"msg"'))
    expect(JSON.parse(host.said().slice(host.said().indexOf('{"time"')))).toMatchObject({ level: 'info', runs: 3, msg: 'the server died; its runs are ended' })
  })
}

test('a run that has ended, and the process of somebody else, are left alone', async () => {
  const other = await startHost(1, [programPath('gentle.mjs')], 'ready')
  const host = await startHost(1, [programPath('gentle.mjs')], 'ready')
  const [guard = 0] = host.all('guard')
  const closed = once(host.child, 'close') // its last words may come after its exit
  host.child.kill('SIGUSR1')
  await closed
  expect(host.said()).toContain('closed undefined')
  expect(exists(guard)).toBe(false)
  expectAllGone(host)
  expect(host.said()).not.toContain('"msg"')
  expect([...other.all('guard'), ...other.all('child')].every(exists)).toBe(true)
  await other.kill()
  await until(() => !exists(other.all('guard')[0] ?? 0))
})

test('signals to all processes of a service do not end the guard before its host', async () => {
  const host = await startHost(1, [programPath('ignore-signals.mjs')], 'ready')
  const [guard = 0] = host.all('guard')
  await until(() => isReady(guard))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(guard, signal)
  // Its own group and session, so that no Ctrl-C at the host's terminal reaches it; its environment holds nothing.
  expect(readFileSync(`/proc/${guard}/stat`, 'latin1').split(') ')[1]?.split(' ').slice(2, 4)).toEqual([String(guard), String(guard)])
  expect(readFileSync(`/proc/${guard}/environ`, 'utf8')).toBe('')
  await host.kill()
  await until(() => !exists(guard))
  expectAllGone(host)
})

test('a guard that dies is told and replaced, and the new one knows the runs', async () => {
  const host = await startHost(2, [programPath('leave-grandchild.mjs'), 'session', 'stay'], 'grandchild')
  const [first = 0] = host.all('guard')
  process.kill(first, 'SIGKILL')
  const told = /the guard, which ends the runs of a server that is killed, is gone \(SIGKILL\); it is started again in 100 ms/
  await until(() => told.test(host.said()))
  // The new one is a child of the host, as the first was.
  const second = await until(() => childrenOf(host.child.pid ?? 0).find((pid) => isGuard(pid)))
  await until(() => isReady(second))
  pids.push(second)
  expect(second).not.toBe(first)
  await host.kill()
  await until(() => !exists(second))
  expectAllGone(host)
})

test('what cannot be removed is told, and its lease stays for the next clinvk', async () => {
  const host = await startHost(2, [programPath('gentle.mjs')], 'ready')
  const [stuck = '', fine = ''] = host.ids
  const lease = join(host.leases, `${stuck}.json`)
  // A folder in the place of a lease: nobody can remove that as a file, root or not.
  rmSync(lease)
  mkdirSync(lease)
  const [guard = 0] = host.all('guard')
  await host.kill()
  await until(() => !exists(guard))
  await until(() => host.said().includes('"left"'))
  expect(host.said()).toContain(`could not remove what is left of the run ${stuck}`)
  expect(existsSync(join(host.leases, `${fine}.json`))).toBe(false)
  host.ids.forEach(expectNothingLeft)
})

test('a program that cannot be started is told, and tried again less and less often', async () => {
  const base = mkdtempSync(join(tmpdir(), 'guard-'))
  const child = spawn(process.execPath, ['--import', 'tsx', programPath('guarded-host.ts'), join(base, 'l'), join(base, 'r'), '/nowhere/guard.js', randomUUID(), programPath('gentle.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] })
  pids.push(child.pid ?? 0)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += String(chunk)))
  await until(() => /is gone \(exit 1\); it is started again in 400 ms/.test(text), 30_000)
  const run = pidIn(/child \d+/.exec(text)?.[0] ?? '')
  pids.push(run)
  // Runs go on without it.
  expect(exists(run)).toBe(true)
  const exit = once(child, 'exit')
  child.kill('SIGUSR1')
  await exit
  expect(exists(run)).toBe(false)
})

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
}

/** Whether it has got so far that it catches HUP, the last of them. */
function isReady(pid: number): boolean {
  const caught = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${caught}`) & 1n) !== 0n
}

function isGuard(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('guard-program')
}
