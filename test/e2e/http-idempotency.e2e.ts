import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
let server: Serving
beforeEach(async () => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  // Counts its runs; one that is told to wait goes on when there is a file "go".
  writeExecutable(bin, 'codex', [
    'prompt=$(cat)',
    `echo run >>"$HOME/runs"`,
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'case "$prompt" in *wait*) while [ ! -e "$HOME/go" ]; do sleep 0.05; done ;; *fail*) printf \'{"type":"turn.failed","error":{"message":"out of order"}}\\n\'; exit 1 ;; esac',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"run %s"}}\\n\' "$(wc -l <"$HOME/runs")"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  server = await startServe(sandbox, [], { env: { CLINVK_API_KEYS: 'one,two' } })
})
afterEach(() => sandbox.remove())

const runs = () => {
  try {
    return readFileSync(join(sandbox.home, 'runs'), 'utf8').trim().split('\n').length
  } catch {
    return 0 // none yet
  }
}
const ask = async (key: string, body: object, { path = '/api/v1/prompt', caller = 'one', ...init }: RequestInit & { path?: string; caller?: string } = {}) => {
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', ...init, headers: { 'Content-Type': 'application/json', 'X-Api-Key': caller, 'Idempotency-Key': key, ...(init.headers as Record<string, string> | undefined) }, body: JSON.stringify(body) })
  return { status: answer.status, replayed: answer.headers.get('idempotent-replayed'), type: answer.headers.get('content-type'), body: (await answer.json()) as any }
}
const prompt = (text: string) => ({ backend: 'codex', prompt: text })

test('the same request under the same key runs once, and gets the same answer; the keys of others are their own', async () => {
  const first = await ask('k', prompt('x'))
  expect(first).toMatchObject({ status: 200, replayed: null, body: { output: 'run 1' } })
  expect(await ask('k', { prompt: 'x', backend: 'codex' })).toEqual({ ...first, replayed: 'true' })
  expect(runs()).toBe(1)
  expect(await ask('k', prompt('y'))).toMatchObject({ status: 422, body: { error: { code: 'invalid_request' } } })
  expect(await ask('k', { tasks: [prompt('x')] }, { path: '/api/v1/parallel' })).toMatchObject({ status: 422 })
  expect(await ask('k', prompt('x'), { caller: 'two' })).toMatchObject({ status: 200, replayed: null, body: { output: 'run 2' } })
  const list = await ask('list', { tasks: [prompt('x')] }, { path: '/api/v1/parallel' })
  expect(await ask('list', { tasks: [prompt('x')] }, { path: '/api/v1/parallel' })).toEqual({ ...list, replayed: 'true' })
  const fork = await ask('fork', {}, { path: `/api/v1/sessions/${String(first.body.session_id)}/fork`, headers: { Accept: 'text/event-stream, */*;q=0.1' } })
  expect(await ask('fork', {}, { path: `/api/v1/sessions/${String(first.body.session_id)}/fork` })).toEqual({ ...fork, status: 201, replayed: 'true' })
})

test('while the first one is at work the others wait; when its client goes, the next in line runs', async () => {
  const leaves = new AbortController()
  const first = ask('k', prompt('wait'), { signal: leaves.signal })
  const gone = expect(first).rejects.toThrow()
  await until(() => runs() === 1, 'the first run')
  const others = [ask('k', prompt('wait')), ask('k', prompt('wait'))]
  expect(await ask('k', prompt('other'))).toMatchObject({ status: 422 })
  leaves.abort()
  await gone
  await until(() => runs() === 2, 'the second run')
  sandbox.write('home/go', '')
  const answers = await Promise.all(others)
  expect(new Set(answers.map(({ replayed }) => replayed))).toEqual(new Set([null, 'true']))
  expect(answers.map(({ body }) => body.output)).toEqual(['run 2', 'run 2'])
  expect(runs()).toBe(2)
})

test('a run that failed is told again; what was refused before it ran is not remembered', async () => {
  const failed = await ask('k', prompt('fail'))
  expect(failed).toMatchObject({ status: 502, replayed: null })
  expect(await ask('k', prompt('fail'))).toEqual({ ...failed, replayed: 'true' })
  expect(runs()).toBe(1)
  const refused = await ask('other', { backend: 'gemini', prompt: 'x' })
  expect(refused).toMatchObject({ status: 503 })
  expect(await ask('other', prompt('x'))).toMatchObject({ status: 200, replayed: null })
})

test('a stream, and a key that is none, are refused', async () => {
  expect(await ask('k', { ...prompt('x'), output_format: 'stream-json' })).toMatchObject({ status: 400, body: { error: { code: 'unsupported' } } })
  expect(await ask('k', { tasks: [prompt('x')] }, { path: '/api/v1/parallel', headers: { Accept: 'text/event-stream' } })).toMatchObject({ status: 400, body: { error: { code: 'unsupported' } } })
  for (const key of ['a b', 'x'.repeat(256), 'schl\u00fcssel']) expect(await ask(key, prompt('x')), key).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
  expect(runs()).toBe(0)
})
