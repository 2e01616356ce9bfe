import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { echo, endless } from '../replay/echo-codex.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

describe('clinvk serve', () => {
  test('tells where it listens once it does, answers, and ends on SIGTERM with exit code 0', async () => {
    writeExecutable(bin, 'codex', echo)
    const server = await startServe(sandbox)
    expect(server.banner).toMatchObject({ url: server.url, host: '127.0.0.1', pid: server.child.pid })
    const health = await fetch(`${server.url}/health`)
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ status: 'degraded', version: server.banner['version'], session_store: { available: true, session_count: 0 } })
    const answer = await server.prompt({ backend: 'codex', prompt: 'say "hi" to @/etc/hostname' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('server-timing')).toMatch(/queue;dur=.*spawn;dur=.*first_event;dur=.*total;dur=/)
    expect(await answer.json()).toMatchObject({ backend: 'codex', exit_code: 0, session_id: expect.stringMatching(/^[0-9a-f]{32}$/), token_usage: { total_tokens: 5 } })
    server.child.kill('SIGTERM')
    const { code, stderr } = await server.ended
    expect(code).toBe(0)
    // One line of JSON a request, and nothing else.
    const lines = stderr.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([{ msg: 'request', path: '/health', status: 200 }, { msg: 'request', path: '/api/v1/prompt', status: 200 }])
    expect(stderr).not.toContain('/etc/hostname')
  })

  test('ends with exit code 1, and prints no address, when the port is taken', async () => {
    const server = await startServe(sandbox)
    const second = await sandbox.run(['serve', '-p', String(server.banner['port']), '--json'])
    expect(second.code).toBe(1)
    expect(second.json()['error']).toMatchObject({ code: 'invalid_request', message: `cannot listen on 127.0.0.1:${String(server.banner['port'])}: another program listens there` })
  })

  test('is refused beyond loopback without keys', async () => {
    const run = await sandbox.run(['serve', '--host', '0.0.0.0', '-p', '0', '--json'])
    expect(run.code).toBe(3)
    expect(run.json()['error']).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('without API keys') })
  })

  test('streams events as they come, and a client that goes leaves no process', async () => {
    writeExecutable(bin, 'codex', endless)
    const server = await startServe(sandbox)
    const leaves = new AbortController()
    const answer = await server.prompt({ backend: 'codex', prompt: 'x' }, { headers: { Accept: 'text/event-stream' }, signal: leaves.signal })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('turn_started')) text += (await reader.read()).value ?? ''
    expect(text).toMatch(/^id: 1\nevent: init\ndata: \{"type":"init"/)
    expect(sandbox.runs().length).toBeGreaterThan(0)
    leaves.abort()
    await until(() => sandbox.runs().length === 0, 'the end of the run')
  })

  test('a client that goes leaves nothing of what it had sent ahead: no run, and nothing that the end waits for', async () => {
    writeExecutable(bin, 'codex', [`echo >> '${sandbox.root}/started'`, ...endless])
    const server = await startServe(sandbox)
    const body = '{"backend":"codex","prompt":"x"}'
    const ask = `POST /api/v1/prompt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const client = connect(Number(server.banner['port']), '127.0.0.1', () => client.write(ask + ask + ask))
    await until(() => existsSync(`${sandbox.root}/started`), 'the first run')
    client.destroy()
    await until(() => sandbox.runs().length === 0, 'the end of the runs')
    expect(readFileSync(`${sandbox.root}/started`, 'utf8')).toBe('\n')
    server.child.kill('SIGTERM')
    const { code, stderr } = await server.ended
    expect(code).toBe(0)
    expect(JSON.parse(stderr)).toMatchObject({ path: '/api/v1/prompt', status: 499, aborted: true })
  })

  test('lets a run finish after SIGTERM, refuses what is new, and ends the run at a second signal', async () => {
    writeExecutable(bin, 'codex', endless)
    const server = await startServe(sandbox)
    const answer = await server.prompt({ backend: 'codex', prompt: 'x', output_format: 'stream-json' })
    const text = answer.text()
    server.child.kill('SIGTERM')
    // A request may meet the closing of the idle connection that it was to use.
    await until(async () => (await fetch(`${server.url}/health`).catch(() => undefined))?.status === 503, 'the refusal of new requests')
    expect(sandbox.runs().length).toBeGreaterThan(0)
    server.child.kill('SIGTERM')
    const events = (await text).trim().split('\n').map((line) => JSON.parse(line) as { type: string; content: { code?: string } })
    expect(events.at(-1)).toMatchObject({ type: 'error', content: { code: 'cancelled' } })
    expect((await server.ended).code).toBe(0)
    expect(sandbox.runs()).toEqual([])
  })

  test('lets in who has a key, and keeps it from the CLI', async () => {
    writeExecutable(bin, 'codex', [echo[0] ?? '', 'prompt=$(env | grep -c "SECRET" || true)', ...echo.slice(1)])
    const server = await startServe(sandbox, ['--host', '0.0.0.0'], { env: { CLINVK_API_KEYS: 'SECRET-KEY', CLINVK_KEY_OTHER: 'SECRET-OTHER' } })
    const url = `http://127.0.0.1:${String(server.banner['port'])}`
    const ask = (headers: Record<string, string>) => fetch(`${url}/api/v1/prompt`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: '{"backend":"codex","prompt":"x"}' })
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await ask({})).status).toBe(401)
    expect((await ask({ 'X-Api-Key': 'wrong' })).status).toBe(401)
    const answer = await ask({ Authorization: 'Bearer SECRET-KEY' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ output: '0' })
    server.child.kill('SIGTERM')
    const { stderr } = await server.ended
    expect(stderr).toContain('"key":"env-1"')
    expect(stderr).not.toContain('SECRET')
  })

  test('reads its keys from gopass, which gets the path and none of clinvk\'s variables', async () => {
    writeExecutable(bin, 'gopass', ['echo "$*" >>"$HOME/asked"', 'env | grep "^CLINVK_" | grep -v "^CLINVK_RUN_ID=" >>"$HOME/asked"', 'echo vault-key'])
    const server = await startServe(sandbox, [], { env: { CLINVK_API_KEYS_GOPASS_PATH: 'team/clinvk' } })
    const list = (key: string) => fetch(`${server.url}/api/v1/backends`, { headers: { 'X-Api-Key': key } })
    expect([(await list('vault-key')).status, (await list('other')).status, (await list('vault-key')).status]).toEqual([200, 401, 200])
    expect(readFileSync(`${sandbox.home}/asked`, 'utf8')).toBe('show --password team/clinvk\n')
  })

  test('is closed, not open, while gopass fails', async () => {
    writeExecutable(bin, 'gopass', ['echo "no such entry: SECRET" >&2', 'exit 10'])
    const server = await startServe(sandbox, [], { env: { CLINVK_API_KEYS_GOPASS_PATH: 'team/clinvk' } })
    expect((await fetch(`${server.url}/api/v1/backends`)).status).toBe(401)
    expect((await fetch(`${server.url}/api/v1/backends`, { headers: { 'X-Api-Key': 'x' } })).status).toBe(503)
  })

  test('takes a changed configuration for new requests, says what waits for a start, and ignores a bad one', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_request_body_bytes: 10000\n')
    const server = await startServe(sandbox)
    let said = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)))
    const big = () => server.prompt({ backend: 'codex', prompt: 'x'.repeat(500) }).then(({ status }) => status)
    expect(await big()).toBe(503) // there is no CLI, but the body is taken
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_request_body_bytes: 100\n  max_runs: 9\n')
    await until(() => said.includes('server.max_runs'), 'the change')
    expect(await big()).toBe(413)
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_request_body_bytes: many\n')
    await until(() => said.includes('is ignored'), 'the refusal of the bad change')
    expect(said).toContain(`${file}:2`)
    expect(await big()).toBe(413)
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  cors_allowed_origins: ["*"]\n  cors_allow_credentials: true\n')
    await until(() => said.split('is ignored').length > 2, 'the refusal of what a server cannot have')
    expect(await big()).toBe(413)
  })
})

describe('sessions', () => {
  const days = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1000).toISOString()
  const kept = (id: string, age: number) => sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify({ id, backend: 'codex', created_at: days(age), last_used: days(age), working_dir: '/', status: 'completed' }))
  const listed = async () => ((await sandbox.run(['sessions', 'list', '--json'])).json()['sessions'] as { id: string }[]).map(({ id }) => id)
  const [old, young] = ['a'.repeat(32), 'b'.repeat(32)]

  test('older than session.retention_days go when a server starts, and none go where it is 0', async () => {
    kept(old, 40)
    kept(young, 20)
    const forever = await startServe(sandbox, [], { env: { CLINVK_SESSION_RETENTION_DAYS: '0' } })
    forever.child.kill('SIGTERM')
    await forever.ended
    expect(await listed()).toEqual([young, old])
    await startServe(sandbox)
    await until(async () => (await listed()).length === 1, 'the end of the old session')
    expect(await listed()).toEqual([young])
  })
})

describe('plugins', () => {
  test('that come or go while the server runs are there, or gone, without a new start', async () => {
    const server = await startServe(sandbox)
    const names = async () => ((await (await fetch(`${server.url}/api/v1/backends`)).json()) as { backends: { name: string }[] }).backends.map(({ name }) => name)
    expect(await names()).not.toContain('acme')
    expect((await sandbox.run(['plugins', 'link', fileURLToPath(new URL('../../examples/minimal-backend', import.meta.url)), '--json'])).code).toBe(0)
    await until(async () => (await names()).includes('acme'), 'the new backend')
    expect((await sandbox.run(['plugins', 'uninstall', 'clinvk-plugin-acme', '--json'])).code).toBe(0)
    await until(async () => !(await names()).includes('acme'), 'the end of the backend')
  })
})
