import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
let server: Serving
beforeAll(async () => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that repeats its prompt, after whatever the prompt has it do.
  writeExecutable(bin, 'codex', [
    'prompt=$(cat | tr "\\n" "~")',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'case "$prompt" in *hang*) sleep 300 ;; *leave*) echo kept >note ;; *look*) prompt=$(cat note) ;; esac',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"heard: %s"}}\\n\' "$prompt"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  server = await startServe(sandbox)
})
afterAll(() => sandbox.remove())

const post = (server: Serving, path: string, body: object, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1/${path}`, { method: 'POST', ...init, headers: { 'Content-Type': 'application/json', ...(init.headers as Record<string, string> | undefined) }, body: JSON.stringify(body) })
const linesOf = async (answer: Response) => (await answer.text()).trim().split('\n').map((line) => JSON.parse(line) as Record<string, any>)
const task = (prompt: string) => ({ backend: 'codex', prompt })

test('a list tells as a stream what happens, like the command line, and its result as the last line', async () => {
  const answer = await post(server, 'parallel', { tasks: [task('one'), task('two')], max_parallel: 1 }, { headers: { Accept: 'application/x-ndjson' } })
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  const lines = await linesOf(answer)
  expect(lines.map(({ type, index }) => (index === undefined ? type : `${String(index)} ${String(type)}`)).filter((line) => !/init|progress|usage/.test(line))).toEqual(
    ['started', '0 task_started', '0 message', '0 done', '0 task_ended', '1 task_started', '1 message', '1 done', '1 task_ended', 'result'])
  expect(lines.at(-1)).toMatchObject({ type: 'result', completed: 2, failed: 0, results: [{ index: 0, status: 'completed' }, { index: 1 }] })
  // The answers have been told by the events.
  expect(JSON.stringify(lines.at(-1))).not.toContain('heard')
  const events = await (await post(server, 'compare', { backends: ['codex'], prompt: 'which?' }, { headers: { Accept: 'text/event-stream' } })).text()
  expect(events).toMatch(/^event: asked\ndata: \{"type":"asked","backends":\["codex"\]/)
  expect(events).toMatch(/event: result\ndata: \{"type":"result"[^\n]*\n\n$/)
  const chain = await linesOf(await post(server, 'chain', { steps: [task('one'), task('{{previous}}')] }, { headers: { Accept: 'application/x-ndjson' } }))
  expect(chain.at(-1)).toMatchObject({ type: 'result', completed_steps: 2 })
  expect(chain.filter(({ type }) => type === 'message').map(({ step, content }) => [step, content.text])).toEqual([[1, 'heard: one'], [2, 'heard: heard: one']])
})

test('what is wrong with a list is refused before a stream begins', async () => {
  for (const Accept of ['application/json', 'application/x-ndjson', 'text/event-stream']) {
    const status = async (path: string, body: object) => (await post(server, path, body, { headers: { Accept } })).status
    expect(await status('parallel', { tasks: [] })).toBe(400)
    expect(await status('parallel', { tasks: [task('x')], output_dir: '/tmp/x' })).toBe(400)
    expect(await status('parallel', { tasks: Array.from({ length: 1001 }, () => task('x')) })).toBe(400)
    expect(await status('parallel', { tasks: [task('x')], max_parallel: 1001 })).toBe(400)
    expect(await status('chain', { steps: Array.from({ length: 101 }, () => task('x')) })).toBe(400)
    expect(await status('chain', { steps: Array.from({ length: 2 }, () => ({ parallel: { tasks: Array.from({ length: 501 }, () => task('x')) } })) })).toBe(400)
    expect(await status('chain', { steps: [{ ...task('x'), workdir: 'here' }] })).toBe(400)
    expect(await status('compare', { prompt: 'x', backends: ['codex', 'codex'] })).toBe(400)
    expect(await status('compare', { prompt: 'x', backends: ['nobody'] })).toBe(404)
    expect(await status('compare', { prompt: 'x' })).toBe(400)
  }
})

test('a client that goes ends every run of its list', async () => {
  for (const [path, body] of [['parallel', { tasks: [task('hang'), task('hang')] }], ['chain', { steps: [task('hang'), task('never')] }], ['compare', { backends: ['codex'], prompt: 'hang' }]] as const) {
    for (const Accept of ['application/json', 'application/x-ndjson']) {
      const leaves = new AbortController()
      const answer = post(server, path, body, { headers: { Accept }, signal: leaves.signal }).then((found) => found.text())
      const gone = expect(answer).rejects.toThrow()
      await until(() => sandbox.processes().length > 1, 'the runs')
      leaves.abort()
      await gone
      await until(() => sandbox.processes().length === 1, `the end of the runs of ${path}`)
    }
  }
})

test('steps of a chain work in one private folder where they ask for it, and it is gone afterwards', async () => {
  const chain = async (pass: boolean) => (await (await post(server, 'chain', { steps: [task('leave a note'), task('look for it')], pass_working_dir: pass })).json()) as { results: { output?: string }[] }
  expect((await chain(true)).results[1]?.output).toBe('heard: kept')
  expect((await chain(false)).results[1]?.output).not.toContain('kept')
  const folders = readdirSync(sandbox.tmp).filter((name) => name.endsWith('-work'))
  expect(folders.flatMap((name) => readdirSync(join(sandbox.tmp, name)))).toEqual([])
})

test('what a key may not do, its lists may not do either; all backends are those that it may use', async () => {
  const sha = createHash('sha256').update('key-c').digest('hex')
  sandbox.write('home/.clinvk/config.yaml', `server:\n  keys:\n    ci:\n      sha256: ${sha}\n      scopes: [run, sessions]\n      backends: [codex, gemini]\n      max_permission: read-only\n`)
  const server = await startServe(sandbox)
  const ask = async (path: string, body: object) => (await (await post(server, path, body, { headers: { 'X-Api-Key': 'key-c' } })).json()) as Record<string, any>
  expect(await ask('parallel', { tasks: [task('x'), { backend: 'claude', prompt: 'x' }, { ...task('x'), sandbox_mode: 'full' }, { ...task('x'), workdir: '/etc' }] })).toMatchObject({
    completed: 1, failed: 3, results: [{ status: 'completed' }, { error: { code: 'permission_denied' } }, { error: { code: 'permission_denied' } }, { error: { code: 'permission_denied' } }],
  })
  expect(await ask('chain', { steps: [task('x'), { backend: 'claude', prompt: 'x' }] })).toMatchObject({ error: { code: 'permission_denied' } })
  expect(await ask('compare', { prompt: 'x', all_backends: true })).toMatchObject({ backends: ['codex'], skipped: [{ backend: 'gemini' }] })
  const kept = await ask('parallel', { tasks: [{ ...task('x'), ephemeral: false }] })
  const id = String(kept['results'][0].session_id)
  const session = await fetch(`${server.url}/api/v1/sessions/${id}`, { headers: { 'X-Api-Key': 'key-c' } })
  expect(await session.json()).toMatchObject({ owner: 'ci', tags: ['api'] })
})
