import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
let sandbox: Sandbox
let server: ChildProcess | undefined
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
})
afterEach(() => {
  server?.kill('SIGKILL')
  sandbox.remove()
})

/** In a namespace of one's own everyone may mount, where the system allows such namespaces. */
function mayMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 't', sandbox.work], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a disk that fills during a run costs that run what it could not keep, and not the server', async ({ skip }) => {
  if (!mayMount()) return skip('this system lets nobody mount in a namespace of his own (unshare -rm)')
  mkdirSync(`${sandbox.home}/.clinvk`)
  // The prompt says what to do: "fill" takes all the space there is, "free" gives it back.
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    'what=$(cat)',
    'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'',
    // Not before the id just told is saved: the file that this replaces would leave room for one more.
    'case $what in *fill*) for try in $(seq 200); do [ "$(grep -l 01a1f9ec "$HOME"/.clinvk/sessions/*.json | wc -l)" -lt 2 ] || break; sleep 0.05; done;; esac',
    'case $what in *fill*) cat /dev/zero >"$HOME/.clinvk/filler" 2>/dev/null;; *free*) rm -f "$HOME/.clinvk/filler";; esac',
    'echo \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"said"}}\'',
    'echo \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\'',
  ])
  const script = 'mount -t tmpfs -o size=2m t "$HOME/.clinvk" && exec "$@"'
  const child = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', process.execPath, clinvk, 'serve', '-p', '0', '--json'], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'pipe', 'pipe'] })
  server = child
  const ended = finished(child)
  const { url } = JSON.parse(await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })) as { url: string }
  const ask = async (prompt: string) => {
    const answer = await fetch(`${url}/api/v1/prompt`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ backend: 'codex', prompt }) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  expect(await ask('hello')).toMatchObject({ status: 200, body: { output: 'said' } })
  // The answer came; that it could not be kept is told, and no reason to withhold it.
  expect(await ask('fill')).toMatchObject({ status: 200, body: { output: 'said' } })
  expect((await fetch(`${url}/health`)).status).toBe(200)
  const during = await ask('hello')
  expect(during).toMatchObject({ status: 200, body: { output: 'said' } })
  expect(during.body).not.toHaveProperty('session_id')
  await ask('free')
  expect(await ask('hello')).toMatchObject({ status: 200, body: { output: 'said', session_id: expect.stringMatching(/^[0-9a-f]{32}$/) } })
  const sessions = (await (await fetch(`${url}/api/v1/sessions`)).json()) as { sessions: unknown[] }
  expect(sessions.sessions.length).toBeGreaterThanOrEqual(2)
  child.kill('SIGTERM')
  const { code, stderr } = await ended
  expect(code).toBe(0)
  expect(stderr).toMatch(/"level":"warn".*session \w+ could not be saved: .*ENOSPC/)
  expect(stderr).toMatch(/"level":"warn".*this run is not saved: .*ENOSPC/)
})
