import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that says which conversation it goes on with.
  writeExecutable(bin, 'codex', [
    'cat >/dev/null',
    'case "$*" in *resume*) said="goes on" ;; *) said="begins" ;; esac',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$said"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
})
afterEach(() => sandbox.remove())

/** An answer, read. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: any
}

const client = (server: Serving, key?: string) => async (method: string, path: string, body?: unknown): Promise<Answer> => {
  const headers = { ...(key === undefined ? {} : { 'X-Api-Key': key }), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) }
  const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
}
const hash = (key: string) => createHash('sha256').update(key).digest('hex')

test('sessions are listed, filtered, searched, shown, changed, forked and deleted, by the beginning of their ids too', async () => {
  const ask = client(await startServe(sandbox))
  const run = (prompt: string, more: object = {}) => ask('POST', '/api/v1/prompt', { backend: 'codex', prompt, workdir: sandbox.work, ...more }).then(({ body }) => String(body.session_id))
  const first = await run('What is a Blueberry?', { tags: ['fruit'], metadata: { ticket: '7' } })
  const second = await run('And what is a stone?')
  const all = await ask('GET', '/api/v1/sessions')
  expect(all.body).toMatchObject({ total: 2, limit: 100, offset: 0, sessions: [{ id: second, initial_prompt: 'And what is a stone?', status: 'completed', turn_count: 1 }, { id: first }] })
  const listed = async (query: string) => (await ask('GET', `/api/v1/sessions?${query}`)).body.sessions.map(({ id }: { id: string }) => id)
  expect(await listed('tag=fruit')).toEqual([first])
  expect(await listed('limit=1&offset=1')).toEqual([first])
  expect(await listed(`working_dir=${encodeURIComponent(sandbox.work)}&backend=codex&status=completed`)).toEqual([second, first])
  expect(await listed('backend=claude')).toEqual([])
  expect((await ask('GET', '/api/v1/sessions?q=blueBERRY')).body).toMatchObject({ total: 1, more: false, sessions: [{ id: first, match: { where: 'initial_prompt', excerpt: 'What is a Blueberry?' } }] })
  expect((await ask('GET', '/api/v1/sessions?q=what&limit=1')).body).toMatchObject({ total: 1, more: true, sessions: [{ id: second }] })
  const shown = await ask('GET', `/api/v1/sessions/${first.slice(0, 12)}`)
  expect(shown.body).toMatchObject({ id: first, tags: ['fruit', 'api'], metadata: { ticket: '7' }, backend_session_id: '01a1f9ec-3d1c-7ef1-a77c-621063aa505d', token_usage: { input_tokens: 3 } })
  expect(shown.body).not.toHaveProperty('backend_state')
  const changed = await ask('PATCH', `/api/v1/sessions/${first.slice(0, 12)}`, { title: 'Berries', tags: ['a', 'b'] })
  expect(changed.body).toMatchObject({ id: first, title: 'Berries', tags: ['a', 'b'] })
  expect((await ask('PATCH', `/api/v1/sessions/${first}`, { title: '' })).body).toMatchObject({ tags: ['a', 'b'] })
  expect((await ask('GET', `/api/v1/sessions/${first}`)).body).not.toHaveProperty('title')
  expect(await run('go on', { backend: undefined, workdir: undefined, session_id: first.slice(0, 12) })).toBe(first)
  // It was used last.
  expect(await listed('')).toEqual([first, second])
  expect((await ask('GET', `/api/v1/sessions/${first.slice(0, 12)}/turns`)).body).toMatchObject({ session_id: first, total: 2, turns: [{ turn: 1, answer: 'begins', via: 'http' }, { turn: 2, prompt: 'go on', answer: 'goes on' }] })
  expect((await ask('GET', `/api/v1/sessions/${first}/turns?offset=1&limit=1`)).body).toMatchObject({ total: 2, limit: 1, offset: 1, turns: [{ turn: 2 }] })
  const forked = await ask('POST', `/api/v1/sessions/${first.slice(0, 12)}/fork`)
  expect(forked).toMatchObject({ status: 201, body: { parent_id: first, pending_fork: true, status: 'paused', tags: ['a', 'b'] } })
  expect(forked.headers.get('location')).toBe(`/api/v1/sessions/${String(forked.body.id)}`)
  expect(await ask('DELETE', `/api/v1/sessions/${first.slice(0, 12)}`)).toMatchObject({ status: 200, body: { deleted: true, id: first } })
  expect(await ask('DELETE', `/api/v1/sessions/${first}`)).toMatchObject({ status: 404, body: { error: { code: 'session_not_found' } } })
  expect(existsSync(join(sandbox.home, '.clinvk', 'sessions', `${first}.json`))).toBe(false)
})

test('what a list is asked for is checked, and ids lead to no other file', async () => {
  const ask = client(await startServe(sandbox))
  sandbox.write('home/.clinvk/secret.json', JSON.stringify({ id: 'secret' }))
  const refused = async (query: string) => (await ask('GET', `/api/v1/sessions?${query}`)).status
  for (const query of ['limit=0', 'limit=1001', 'limit=many', 'limit=', 'limit=1&limit=2', 'offset=-1', 'offset=1.5', 'status=done', 'q=', 'q=%20', 'colour=red']) expect(await refused(query), query).toBe(400)
  for (const id of ['..%2fsecret', '%2e%2e%2fsecret', '..', 'a%00b', '*', 'abcdefgh', '-', `${'0'.repeat(32)}%2f..%2f..%2fsecret`, 'x'.repeat(2000)]) {
    for (const [method, path] of [['GET', ''], ['DELETE', ''], ['GET', '/turns'], ['POST', '/fork']] as const) {
      const { status, body } = await ask(method, `/api/v1/sessions/${id}${path}`)
      expect([404, 405], `${method} ${id}${path}`).toContain(status)
      expect(body.error.message).not.toContain(sandbox.home)
    }
  }
  expect(await ask('PATCH', `/api/v1/sessions/${'0'.repeat(32)}`, {})).toMatchObject({ status: 400 })
  expect(await ask('PATCH', `/api/v1/sessions/${'0'.repeat(32)}`, { status: 'completed' })).toMatchObject({ status: 400, body: { error: { message: 'unknown key "status" in the body' } } })
  expect(readFileSync(join(sandbox.home, '.clinvk', 'secret.json'), 'utf8')).toContain('secret')
})

test('sessions belong to the key that made them: for others they do not exist; admin sees all; those of the command line are of nobody', async () => {
  sandbox.write('home/.clinvk/config.yaml', `server:\n  keys:\n    ann:\n      sha256: ${hash('key-a')}\n      scopes: [run, sessions]\n    bob:\n      sha256: ${hash('key-b')}\n      scopes: [run, sessions]\n    root:\n      sha256: ${hash('key-r')}\n`)
  const cli = (await sandbox.run(['-b', 'codex', '--json', 'from the terminal'])).json()['session_id'] as string
  const server = await startServe(sandbox)
  const [ann, bob, root] = [client(server, 'key-a'), client(server, 'key-b'), client(server, 'key-r')]
  const { body: made } = await ann('POST', '/api/v1/prompt', { backend: 'codex', prompt: 'of Ann' })
  const id = String(made.session_id)
  expect((await ann('GET', `/api/v1/sessions/${id}`)).body).toMatchObject({ owner: 'ann' })
  const seen = async (ask: ReturnType<typeof client>, query = '') => (await ask('GET', `/api/v1/sessions${query}`)).body.sessions.map((session: { id: string }) => session.id)
  expect(await seen(ann)).toEqual([id])
  expect(await seen(bob)).toEqual([])
  expect(await seen(bob, '?q=Ann')).toEqual([])
  expect(await seen(root)).toEqual([id, cli])
  const unknown = await bob('GET', `/api/v1/sessions/${'f'.repeat(32)}`)
  for (const [method, path, body] of [['GET', ''], ['GET', '/turns'], ['DELETE', ''], ['PATCH', '', { title: 'x' }], ['POST', '/fork']] as const) {
    for (const other of [id, id.slice(0, 10), cli]) {
      const answer = await bob(method, `/api/v1/sessions/${other}${path}`, body)
      expect(answer.status, `${method} ${path}`).toBe(404)
      expect({ ...answer.body.error, message: '' }).toEqual({ ...unknown.body.error, message: '' })
    }
  }
  for (const more of [{}, { fork: true }, { dry_run: true }]) {
    for (const other of [id, cli]) expect(await bob('POST', '/api/v1/prompt', { prompt: 'x', session_id: other, ...more })).toMatchObject({ status: 404, body: { error: { code: 'session_not_found' } } })
  }
  expect(await ann('POST', '/api/v1/prompt', { prompt: 'more', session_id: id.slice(0, 10) })).toMatchObject({ status: 200, body: { session_id: id, output: 'goes on' } })
  expect(await root('POST', '/api/v1/prompt', { prompt: 'more', session_id: cli })).toMatchObject({ status: 200, body: { session_id: cli } })
  expect(await root('PATCH', `/api/v1/sessions/${id}`, { title: 'seen by root' })).toMatchObject({ status: 200, body: { owner: 'ann' } })
  const fork = await ann('POST', `/api/v1/sessions/${id}/fork`)
  expect(fork.body).toMatchObject({ owner: 'ann', parent_id: id })
  // A key's name outlives the key, and a list that was written before owners were known is read anew.
  expect((await sandbox.run(['sessions', 'show', id, '--json'])).json()).toMatchObject({ owner: 'ann' })
})

test('a key without the scope sees no sessions at all', async () => {
  sandbox.write('home/.clinvk/config.yaml', `server:\n  keys:\n    ci:\n      sha256: ${hash('key-c')}\n      scopes: [run]\n`)
  const ask = client(await startServe(sandbox), 'key-c')
  expect(await ask('GET', '/api/v1/sessions')).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } })
})

test('one backend is told closely; paths of the machine only to an admin', async () => {
  sandbox.write('home/.clinvk/config.yaml', `server:\n  keys:\n    ci:\n      sha256: ${hash('key-c')}\n      scopes: [run]\n      backends: [codex, nobody]\n    root:\n      sha256: ${hash('key-r')}\n`)
  const server = await startServe(sandbox)
  const ask = client(server, 'key-c')
  const { status, body } = await ask('GET', '/api/v1/backends/codex')
  expect({ status, body }).toMatchObject({ status: 200, body: { name: 'codex', available: true, enabled: true, title: 'Codex CLI', capabilities: { resume: true } } })
  expect(JSON.stringify(body)).not.toContain(sandbox.root)
  expect((await client(server, 'key-r')('GET', '/api/v1/backends/codex')).body.problems).toMatchObject([expect.stringContaining('did not tell a version')])
  expect(await ask('GET', '/api/v1/backends/claude')).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } })
  expect(await ask('GET', '/api/v1/backends/nobody')).toMatchObject({ status: 404, body: { error: { code: 'backend_not_found' } } })
})
