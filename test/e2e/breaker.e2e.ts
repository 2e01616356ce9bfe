import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
let file: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  file = `${sandbox.home}/.clinvk/breakers/claude.json`
})
afterEach(() => sandbox.remove())

/** As if so many seconds had passed since the breaker opened. */
function passed(seconds: number): void {
  const state = JSON.parse(readFileSync(file, 'utf8')) as { opened_at: number }
  writeFileSync(file, JSON.stringify({ ...state, opened_at: state.opened_at - seconds * 1000 }))
}

test('a backend that keeps failing is left alone, listed with the way back, and asked again after a reset', async () => {
  replayCli(bin, 'claude', 'overloaded')
  replayCli(bin, 'codex', 'answer')
  sandbox.env['CLINVK_BREAKER_FAILURES'] = '2'
  for (const failures of [1, 2]) {
    expect((await sandbox.run(['-b', 'claude', 'hi', '--json'])).json()['error']).toMatchObject({ code: 'backend_error' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ failures })
  }
  writeExecutable(bin, 'claude', [`touch ${sandbox.root}/asked`])
  const refused = await sandbox.run(['-b', 'claude', 'hi', '--json'])
  expect(refused.code).toBe(2)
  expect(refused.json()['error']).toMatchObject({ code: 'backend_unavailable', message: expect.stringMatching(/^backend "claude" is left alone: it failed 2 times in a row, and is tried again at \d{4}-/), hint: expect.stringContaining('clinvk backends --reset claude'), details: { reason: 'breaker_open', retry_after_secs: expect.any(Number) } })
  expect((await sandbox.run(['sessions', 'list', '--json'])).json()['total']).toBe(2)

  const moved = await sandbox.run(['-b', 'claude', '--fallback', 'codex', 'hi', '--json'])
  expect(moved.json()).toMatchObject({ backend: 'codex', fallback: [{ backend: 'claude', code: 'backend_unavailable' }] })
  expect(readdirSync(sandbox.root)).not.toContain('asked')

  const list = await sandbox.run(['backends', '--json'])
  expect(list.json()['backends']).toMatchObject([{ name: 'claude', breaker: { state: 'open', failures: 2, retry_at: expect.any(String) } }, { name: 'codex' }, { name: 'gemini' }])
  expect(list.json()['backends'][1]).not.toHaveProperty('breaker')
  expect((await sandbox.run(['backends', '-o', 'text'])).stdout).toContain('claude: its circuit breaker is open after 2 failures in a row')

  replayCli(bin, 'claude', 'answer')
  expect((await sandbox.run(['backends', '--reset', 'claude', '--json'])).json()).toEqual({ backend: 'claude', was: 'open', breaker: { state: 'closed', failures: 0 } })
  expect(existsSync(file)).toBe(false)
  expect((await sandbox.run(['-b', 'claude', 'hi', '--json'])).code).toBe(0)
  expect((await sandbox.run(['backends', '--reset', 'claude', '-o', 'text'])).stdout).toBe('claude: the circuit breaker was closed, and is closed now\n')
  expect((await sandbox.run(['backends', '--reset', 'nobody', '--json'])).json()['error']).toMatchObject({ code: 'backend_not_found' })
})

test('when its time is over one process tries it, another is refused meanwhile, and two successes bring it back', async () => {
  replayCli(bin, 'claude', 'overloaded')
  sandbox.env['CLINVK_BREAKER_FAILURES'] = '1'
  await sandbox.run(['-b', 'claude', 'hi', '--json'])
  passed(31)
  replayCli(bin, 'claude', 'answer')
  const script = readFileSync(`${bin}/claude`, 'utf8').split('\n').slice(1).join('\n')
  writeExecutable(bin, 'claude', [`touch ${sandbox.root}/asked-$$`, `while [ ! -e ${sandbox.root}/go ]; do sleep 0.05; done`, script])
  const asked = () => readdirSync(sandbox.root).filter((name) => name.startsWith('asked-'))
  const both = [sandbox.start(['-b', 'claude', 'hi', '--json']), sandbox.start(['-b', 'claude', 'hi', '--json'])].map(finished)
  const refused = await Promise.race(both)
  expect(refused.json()['error']).toMatchObject({ code: 'backend_unavailable', message: expect.stringContaining('another run is trying it now') })
  await until(() => asked().length === 1, 'the trial')
  sandbox.write('go', '')
  expect(new Set((await Promise.all(both)).map(({ code }) => code))).toEqual(new Set([0, 2]))
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ state: 'half-open', successes: 1 })
  expect((await sandbox.run(['-b', 'claude', 'hi', '--json'])).code).toBe(0)
  expect(asked()).toHaveLength(2)
  expect(existsSync(file)).toBe(false)
})

test('a trial that is killed with its clinvk does not keep others away', async () => {
  replayCli(bin, 'claude', 'overloaded')
  sandbox.env['CLINVK_BREAKER_FAILURES'] = '1'
  await sandbox.run(['-b', 'claude', 'hi', '--json'])
  passed(31)
  writeExecutable(bin, 'claude', [`touch ${sandbox.root}/asked`, 'sleep 300'])
  const child = sandbox.start(['-b', 'claude', 'hi', '--json'])
  const end = finished(child)
  await until(() => readdirSync(sandbox.root).includes('asked'), 'the trial')
  child.kill('SIGKILL')
  sandbox.end() // its CLI holds the pipes open
  await end
  replayCli(bin, 'claude', 'answer')
  const run = await sandbox.run(['-b', 'claude', 'hi', '--json'])
  expect(run.code, run.stdout).toBe(0)
})

test('a server falls back like the command line, and heeds what other processes have noted', async () => {
  replayCli(bin, 'claude', 'overloaded')
  replayCli(bin, 'codex', 'answer')
  sandbox.env['CLINVK_BREAKER_FAILURES'] = '2'
  const server = await startServe(sandbox)
  const moved = await server.prompt({ backend: 'claude', fallback: ['codex'], prompt: 'hi', verbose: true })
  expect(moved.status).toBe(200)
  expect(await moved.json()).toMatchObject({ backend: 'codex', exit_code: 0, fallback: [{ backend: 'claude', code: 'backend_error' }], command: expect.stringContaining('codex') })
  expect((await server.prompt({ backend: 'claude', fallback: ['nobody'], prompt: 'hi' })).status).toBe(404)
  await sandbox.run(['-b', 'claude', 'hi', '--json'])
  const refused = await server.prompt({ backend: 'claude', prompt: 'hi' })
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ error: { code: 'backend_unavailable', details: { reason: 'breaker_open' } } })
  await sandbox.run(['backends', '--reset', 'claude', '--json'])
  replayCli(bin, 'claude', 'answer')
  expect((await server.prompt({ backend: 'claude', prompt: 'hi' })).status).toBe(200)
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})
