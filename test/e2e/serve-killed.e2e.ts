import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

/** Codex as it goes on for ever, with a child in a session of its own that ignores TERM. */
const stubborn = [
  'cat >/dev/null',
  'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'',
  'setsid sh -c \'trap "" TERM; while :; do sleep 1; done\' >/dev/null 2>&1 &',
  'sleep 300',
]

/** Files below the folders that runs have. */
function leftovers(): string[] {
  const uid = process.getuid?.()
  return [join(sandbox.tmp, `clinvk-${uid}`), join(sandbox.tmp, `clinvk-${uid}-work`), join(sandbox.home, '.clinvk', 'runs')].flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
}

/** Processes with a run's id. */
function runs(): number[] {
  return sandbox.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes('CLINVK_RUN_ID=')
    } catch {
      return false // gone
    }
  })
}

/** A process that its parent has not collected yet is dead. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
}

/** The server's guard: one, or none just now. */
function guardsOf({ child }: Serving): number[] {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number)
  return children.filter((pid) => existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('guard-program'))
}

test('a server that is killed with runs at work, and with one of its helper commands, leaves no process, folder or lease', async () => {
  writeExecutable(`${sandbox.root}/bin`, 'codex', stubborn)
  // What the page of a backend asks for its version, and it never answers.
  writeExecutable(`${sandbox.root}/bin`, 'gemini', ['sleep 300'])
  const server = await startServe(sandbox)
  expect(guardsOf(server)).toHaveLength(1)
  const lost = [1, 2, 3].map(async () => {
    const answer = await server.prompt({ backend: 'codex', prompt: 'x' }, { headers: { Accept: 'text/event-stream' } })
    return answer.text()
  })
  const settled = Promise.allSettled([...lost, fetch(`${server.url}/api/v1/backends/gemini`)])
  // A shell, its child, and the stubborn one with its own child: four of each run, and two of the helper command.
  await until(() => runs().length >= 3 * 4 + 2, 'the runs')
  await until(() => leftovers().length === 9, 'a folder, a working directory and a lease for each')
  server.child.kill('SIGKILL')
  const since = performance.now()
  // Its standard error is closed when the last one that holds it has ended: the guard.
  const { stderr } = await server.ended
  expect(performance.now() - since).toBeLessThan(2000)
  expect([runs(), leftovers()]).toEqual([[], []])
  await settled
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ level: 'info', runs: 3, msg: 'the server died; its runs are ended' })
})

test('a guard that dies is replaced while the server serves, and ends with the server', async () => {
  writeExecutable(`${sandbox.root}/bin`, 'codex', stubborn)
  const server = await startServe(sandbox)
  const [first = 0] = guardsOf(server)
  process.kill(first, 'SIGKILL')
  await until(() => guardsOf(server).some((pid) => pid !== first), 'the next guard')
  const [guard = 0] = guardsOf(server)
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  server.child.kill('SIGTERM')
  const { code, stderr } = await server.ended
  expect([code, isAlive(guard)]).toEqual([0, false])
  expect(stderr).toContain('is gone (SIGKILL); it is started again in 100 ms')
  expect(stderr).not.toContain('the server died')
})
