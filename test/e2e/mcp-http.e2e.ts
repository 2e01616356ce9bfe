import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PromptListChangedNotificationSchema, ResourceListChangedNotificationSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectMcp, type McpSession, startMcpHttp } from '../mcp-client.ts'
import { echoingCodex, hanging } from '../replay/echoing-codex.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'
import { startListening, startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  echoingCodex(bin)
})
afterEach(() => sandbox.remove())

const hang = { backend: 'codex', prompt: 'hang' }
const withKey = (key: string) => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } })

/** A CLI that notes that it began, says something, and goes on when it may. */
function waitingCodex(): { readonly begun: () => boolean; readonly starts: () => number; readonly goOn: () => void } {
  const [begun, go] = [join(sandbox.root, 'begun'), join(sandbox.root, 'go')]
  writeExecutable(bin, 'codex', [
    'cat >/dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    `echo x >>${begun}`,
    `while [ ! -e ${go} ]; do sleep 0.05; done`,
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"the answer"}}\\n\'',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  return { begun: () => existsSync(begun), starts: () => readFileSync(begun, 'utf8').length / 2, goOn: () => writeFileSync(go, '') }
}

/** What a fetch of the official client does, with connections that can be cut. */
function cuttable() {
  const seen: string[] = []
  let cut = () => {}
  const fetching = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    const controller = new AbortController()
    init.signal?.addEventListener('abort', () => controller.abort())
    const response = await fetch(url, { ...init, signal: controller.signal })
    seen.push(`${init.method} ${headers.has('last-event-id') ? 'again ' : ''}${response.status}`)
    if (String(init.body).includes('tools/call')) cut = () => controller.abort()
    return response
  }
  return { fetch: fetching, seen, cut: () => cut() }
}

describe('a connection that is lost', () => {
  test('ends no call: the official client comes back and gets what it has missed, and the answer', async () => {
    const codex = waitingCodex()
    const { url } = await startMcpHttp(sandbox)
    const line = cuttable()
    const { client, call, messages } = await connectMcp(url, { fetch: line.fetch, reconnectionOptions: { initialReconnectionDelay: 10, maxReconnectionDelay: 10, reconnectionDelayGrowFactor: 1, maxRetries: 5 } })
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'x' })
    await until(() => messages.some(({ data }) => data.type === 'init') && codex.begun(), 'the beginning')
    line.cut()
    codex.goOn()
    expect((await work).structuredContent).toMatchObject({ exit_code: 0, output: 'the answer' })
    expect(messages.filter(({ data }) => data.type === 'message').map(({ data }) => data.content.text)).toEqual(['the answer'])
    expect(messages.filter(({ data }) => data.type === 'init')).toHaveLength(1)
    expect(line.seen).toContain('GET again 200')
    expect(codex.starts()).toBe(1)
    await client.close()
  })

  test('ends the call when the client does not come back in time, and of that one only', async () => {
    const { url } = await startMcpHttp(sandbox, [], { CLINVK_MCP_RESUME_SECS: '1' })
    const gone = await connectMcp(url)
    const other = await connectMcp(url)
    gone.call('clinvk_prompt', hang).catch(() => undefined)
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    await gone.client.close()
    await until(() => hanging(sandbox).length === 0, 'the end of the tree')
    await until(async () => (await other.call('clinvk_health')).structuredContent.runs.active === 0, 'the end of the run')
    await other.client.close()
  })

  test('a cancelled call ends its stream, and nobody waits on it any more', async () => {
    const { url } = await startMcpHttp(sandbox)
    const line = cuttable()
    const { client, call } = await connectMcp(url, { fetch: line.fetch, reconnectionOptions: { initialReconnectionDelay: 10, maxReconnectionDelay: 10, reconnectionDelayGrowFactor: 1, maxRetries: 5 } })
    const cancel = new AbortController()
    const work = call('clinvk_prompt', hang, { signal: cancel.signal })
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    cancel.abort('enough')
    await expect(work).rejects.toThrow('enough')
    await until(() => line.seen.includes('GET again 204'), 'the client asks for more, and is told that there is none')
    await call('clinvk_health')
    expect(line.seen.filter((entry) => entry.startsWith('GET again'))).toEqual(['GET again 204'])
    await client.close()
  })
})

test('a client that takes nothing holds up no end of its session', async () => {
  // More than the sockets hold: the CLI waits in the middle.
  const said = join(sandbox.root, 'said')
  writeExecutable(bin, 'codex', [
    'cat >/dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'text=$(head -c 60000 /dev/zero | tr "\\0" x)',
    `item=0; while [ $item -lt 400 ]; do item=$((item + 1)); printf '{"type":"item.completed","item":{"id":"item_%s","type":"agent_message","text":"%s"}}\\n' $item $text; echo $item >>${said}; done`,
    'sleep 300',
  ])
  const server = await startMcpHttp(sandbox)
  const { client, transport } = await connectMcp(server.url)
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'Mcp-Session-Id': transport.sessionId ?? '' }
  const stalled = request(server.url, { method: 'POST', headers, agent: false })
  const answered = new Promise((resolve) => stalled.on('error', () => undefined).once('response', resolve))
  stalled.end(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'x' } } }))
  await answered // and nothing of the body is read
  const other = await connectMcp(server.url)
  let before = -1 // nothing tells that it waits, but that it says no more
  await until(async () => {
    const now = existsSync(said) ? readFileSync(said, 'utf8').length : 0
    const stuck = now > 0 && now === before
    before = now
    await pause(500)
    return stuck
  }, 'the CLI to wait')
  expect((await other.call('clinvk_health')).structuredContent.runs.active).toBe(1)
  expect((await fetch(server.url, { method: 'DELETE', headers })).status).toBe(204)
  expect((await other.call('clinvk_health')).structuredContent.runs.active).toBe(0)
  expect(sandbox.runs()).toEqual([])
  stalled.destroy()
  for (const one of [client, other.client]) await one.close()
})

describe('a job', () => {
  const jobs = async ({ call }: McpSession, input: object = {}) => call('clinvk_job', input)

  test('outlives the session that began it; its key finds it in another one, other keys do not', async () => {
    const { url } = await startMcpHttp(sandbox, [], { CLINVK_API_KEYS: 'mine,theirs' })
    const first = await connectMcp(url, withKey('mine'))
    const { job } = (await first.call('clinvk_prompt', { ...hang, background: true })).structuredContent
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    await first.transport.terminateSession()
    await first.client.close()
    const [mine, theirs] = [await connectMcp(url, withKey('mine')), await connectMcp(url, withKey('theirs'))]
    expect((await jobs(mine)).structuredContent.jobs).toMatchObject([{ id: job.id, state: 'running' }])
    expect((await jobs(theirs)).structuredContent.jobs).toEqual([])
    expect(await jobs(theirs, { id: job.id, cancel: true })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
    expect(hanging(sandbox)).toHaveLength(2)
    expect((await jobs(mine, { id: job.id, cancel: true })).structuredContent.job.state).toBe('cancelled')
    expect(hanging(sandbox)).toEqual([])
    await Promise.all([mine.client.close(), theirs.client.close()])
  })

  test('ends when the server stops, with everything that it started', async () => {
    const server = await startMcpHttp(sandbox)
    const { client, call } = await connectMcp(server.url)
    await call('clinvk_prompt', { ...hang, background: true })
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    await client.close()
    server.child.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(hanging(sandbox)).toEqual([])
  })
})

describe('a session', () => {
  test('that its client ends takes its runs with it', async () => {
    const { url } = await startMcpHttp(sandbox)
    const { client, call, transport } = await connectMcp(url)
    const work = call('clinvk_prompt', hang)
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    await transport.terminateSession()
    expect(hanging(sandbox)).toEqual([])
    expect(await work).toMatchObject({ isError: true, structuredContent: { error: { code: 'cancelled' } } })
    await client.close()
  })

  test('is one of so many: beyond that it is refused, unless another one of the same key is not used, or another key has more', async () => {
    const { url } = await startMcpHttp(sandbox, [], { CLINVK_MCP_MAX_SESSIONS: '2', CLINVK_API_KEYS: 'one,two' })
    const first = await connectMcp(url, withKey('one'))
    const second = await connectMcp(url, withKey('one'))
    await expect(connectMcp(url, withKey('one'))).rejects.toThrow(/2 MCP sessions are open.*mcp.max_sessions/s)
    await second.client.close()
    // The server notices the end of the connection.
    await until(() => connectMcp(url, withKey('one')).then(({ client }) => client.close().then(() => true), () => false), 'room')
    const other = await connectMcp(url, withKey('two'))
    await expect(connectMcp(url, withKey('two'))).rejects.toThrow(/2 MCP sessions are open/)
    await other.client.close()
    expect((await first.call('clinvk_health')).isError).toBeUndefined()
    await first.client.close()
  })

  test('belongs to its key: for another one it is not there', async () => {
    const { url } = await startMcpHttp(sandbox, [], { CLINVK_API_KEYS: 'one,two' })
    const { client, transport } = await connectMcp(url, withKey('one'))
    for (const [method, body] of [['POST', '{"jsonrpc":"2.0","id":1,"method":"ping"}'], ['GET', null], ['DELETE', null]] as const) {
      const { status } = await fetch(url, { method, body, headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', Authorization: 'Bearer two', 'Mcp-Session-Id': transport.sessionId ?? '' } })
      expect([method, status]).toEqual([method, 404])
    }
    await client.ping()
    await client.close()
  })
})

test('a key has what both it and the section mcp allow', async () => {
  sandbox.write('home/.clinvk/config.yaml', [
    'server:', '  keys:',
    '    reader: { env: CLINVK_KEY_READER, scopes: [sessions] }',
    '    asker: { env: CLINVK_KEY_ASKER, scopes: [run], backends: [codex, gemini], max_permission: read-only }',
    '    stranger: { env: CLINVK_KEY_STRANGER, backends: [gemini] }',
    'mcp:', '  backends: [codex, claude]', '  tools: { deny: [clinvk_chain] }',
  ].join('\n'))
  const { url } = await startMcpHttp(sandbox, [], { CLINVK_KEY_READER: 'r', CLINVK_KEY_ASKER: 'a', CLINVK_KEY_STRANGER: 's' })
  const [reader, asker, stranger] = [await connectMcp(url, withKey('r')), await connectMcp(url, withKey('a')), await connectMcp(url, withKey('s'))]
  const tools = async ({ client }: typeof reader) => (await client.listTools()).tools.map(({ name }) => name)
  expect(await tools(reader)).toEqual(['clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'])
  expect(await tools(asker)).toEqual(['clinvk_prompt', 'clinvk_parallel', 'clinvk_compare', 'clinvk_job', 'clinvk_backends', 'clinvk_health'])
  await expect(reader.call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).rejects.toMatchObject({ code: -32602 })
  expect((await asker.call('clinvk_backends')).structuredContent.backends.map(({ name }: { name: string }) => name)).toEqual(['codex'])
  const answered = (await asker.call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).structuredContent
  expect(answered.output).toBe('heard: x')
  const refusal = async ({ call }: typeof reader, input: object) => (await call('clinvk_prompt', { prompt: 'x', ...input })).structuredContent.error
  expect(await refusal(asker, { backend: 'codex', sandbox_mode: 'workspace' })).toMatchObject({ code: 'permission_denied' })
  expect(await refusal(asker, { backend: 'claude' })).toMatchObject({ code: 'permission_denied', message: 'the key "asker" may not use the backend "claude"' })
  // Nothing is left for a key whose backends are none of those of mcp.
  for (const backend of ['codex', 'claude', 'gemini']) expect(await refusal(stranger, { backend })).toMatchObject({ code: 'permission_denied', hint: 'It may use: none.' })
  expect((await stranger.call('clinvk_backends')).structuredContent.backends).toEqual([])
  expect((await stranger.call('clinvk_health')).structuredContent.backends).toEqual([])
  expect((await stranger.call('clinvk_compare', { prompt: 'x', all_backends: true })).isError).toBe(true)
  // Sessions of others are not there.
  expect((await reader.call('clinvk_sessions')).structuredContent).toMatchObject({ total: 0 })
  expect(await reader.call('clinvk_session_get', { id: answered.session_id })).toMatchObject({ isError: true, structuredContent: { error: { code: 'session_not_found' } } })
  for (const { client } of [reader, asker, stranger]) await client.close()
})

describe('the server stops', () => {
  test('at once when clients are only connected', async () => {
    const { url, child, ended } = await startMcpHttp(sandbox)
    await connectMcp(url)
    const began = performance.now()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(15_000) // of the 30 s that calls may take
  })

  test('after calls at work, which get their answers', async () => {
    const codex = waitingCodex()
    const { url, child, ended } = await startMcpHttp(sandbox)
    const { call } = await connectMcp(url)
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'x' })
    await until(codex.begun, 'the run')
    child.kill('SIGTERM')
    await until(async () => (await fetch(url).catch(() => ({ status: 503 }))).status === 503, 'the stop')
    codex.goOn()
    expect((await work).structuredContent).toMatchObject({ output: 'the answer' })
    expect((await ended).code).toBe(0)
  })

  test('at a second signal, or when the time is up: calls are cancelled, and say so', async () => {
    const { url, child, ended } = await startMcpHttp(sandbox)
    const { call } = await connectMcp(url)
    const work = call('clinvk_prompt', hang)
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    child.kill('SIGTERM')
    await until(async () => (await fetch(url).catch(() => ({ status: 503 }))).status === 503, 'the stop')
    child.kill('SIGTERM')
    expect(await work).toMatchObject({ isError: true, structuredContent: { error: { code: 'cancelled' } } })
    expect((await ended).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  test('without waiting for clients that are gone', async () => {
    const { url, child, ended } = await startMcpHttp(sandbox)
    const { client, call } = await connectMcp(url)
    call('clinvk_prompt', hang).catch(() => undefined)
    await until(() => hanging(sandbox).length === 2, 'the CLI and its child')
    await client.close()
    const began = performance.now()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(sandbox.processes()).toEqual([])
  })
})

describe('the command line', () => {
  test.each([
    ['--transport sse', ['--transport', 'sse'], 1, 'unsupported transport: sse (supported: stdio, http)'],
    ['--port without http', ['-p', '9000'], 1, '--port means nothing over standard input and output'],
    ['--host without http', ['--host', '::1'], 1, '--host means nothing'],
    ['--path without http', ['--transport', 'stdio', '--path', '/x'], 1, '--path means nothing'],
    ['--expose-health without http', ['--expose-health'], 1, '--expose-health means nothing'],
    ['--json without http', ['--json'], 1, '--json means nothing'],
    ['a path that is none', ['--transport', 'http', '--path', 'mcp'], 1, '--path "mcp" is no path'],
    ['a path that is taken', ['--transport', 'http', '--path', '/health', '--expose-health'], 3, 'mcp.http_path "/health" is a path of the HTTP API'],
    ['an address that others reach, without keys', ['--transport', 'http', '--host', '0.0.0.0', '-p', '0'], 3, 'refused to listen on 0.0.0.0 without API keys'],
  ] as const)('refuses %s', async (_title, args, exit, said) => {
    const { code, stdout, stderr } = await sandbox.run(['mcp', ...args], { stdin: '' })
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(said)
  })

  test('wins over the environment, which wins over the file', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  transport: stdio\n  http_path: /file\n  port: 1\n  expose_health: true\n')
    const { child, banner, url } = await startListening(sandbox, ['mcp', '-p', '0', '--json'], { env: { CLINVK_MCP_TRANSPORT: 'http', CLINVK_MCP_HTTP_PATH: '/environment', CLINVK_MCP_PORT: '2' } })
    expect(banner).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/environment$/), path: '/environment', pid: child.pid })
    expect((await fetch(new URL('/health', url))).status).toBe(200)
    child.kill('SIGTERM')
  })

  test('answers GET /health where that is asked for, to those with a key', async () => {
    const { url } = await startMcpHttp(sandbox, ['--expose-health'], { CLINVK_API_KEYS: 'one' })
    const health = new URL('/health', url)
    expect((await fetch(health)).status).toBe(401)
    const answer = await fetch(health, { headers: { 'X-Api-Key': 'one' } })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ status: 'degraded', session_store: expect.anything() })])
  })
})

describe('clinvk serve', () => {
  test('is an MCP server, too, while the configuration says so, and what a key may do is the same', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'server:\n  metrics_enabled: true\n')
    const server = await startServe(sandbox)
    const url = `${server.url}/mcp`
    expect((await fetch(url)).status).toBe(404)
    appendFileSync(file, 'mcp:\n  serve: true\n')
    await until(async () => (await fetch(url)).status === 400, 'the MCP server')
    const { client, call } = await connectMcp(url)
    const { session_id: id } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'one' })).structuredContent
    expect(await (await server.prompt({ session_id: id, prompt: 'two' })).json()).toMatchObject({ session_id: id, output: 'heard: two' })
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object }
    expect(Object.keys(paths)).not.toContain('/mcp')
    // Its runs are watched as all others.
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/clinvk_backend_executions_total\{backend="codex",status="success"\} 2/)
    expect(metrics).toMatch(/clinvk_requests_total\{method="POST",path="\/mcp",status="200"\} \d/)
    await client.close()
  })

  test('tells clients that listen when a change leaves them other tools, and says nothing of any other change', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  serve: true\n')
    const server = await startServe(sandbox)
    const line = cuttable()
    const { client } = await connectMcp(`${server.url}/mcp`, { fetch: line.fetch })
    const heard: string[] = []
    for (const schema of [ToolListChangedNotificationSchema, PromptListChangedNotificationSchema, ResourceListChangedNotificationSchema]) client.setNotificationHandler(schema, ({ method }) => void heard.push(method))
    expect(client.getServerCapabilities()).toMatchObject({ tools: { listChanged: true }, prompts: { listChanged: true }, resources: { listChanged: true } })
    await until(() => line.seen.includes('GET 200'), 'the client to listen')
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    appendFileSync(file, '  max_sessions: 7\n')
    await until(() => log.includes('configuration'), 'the first change')
    appendFileSync(file, '  tools: { deny: [clinvk_chain] }\n')
    await until(() => heard.length >= 3, 'the notifications')
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('clinvk_chain')
    expect(heard.sort()).toEqual(['notifications/prompts/list_changed', 'notifications/resources/list_changed', 'notifications/tools/list_changed'])
    await client.close()
  })

  test('tells a change that leaves MCP clients no directory, and goes on as before', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'server:\n  allowed_workdir_prefixes: [/a]\nmcp:\n  serve: true\n')
    const server = await startServe(sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    appendFileSync(file, '  workdirs: [/b]\n')
    await until(() => log.includes('the changed configuration is ignored: mcp.workdirs and server.allowed_workdir_prefixes have no directory in common'), 'the warning')
    expect((await fetch(`${server.url}/mcp`)).status).toBe(400)
  })

  test('takes nothing over of a change that it refuses', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  serve: true\n')
    const server = await startServe(sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    await (await connectMcp(`${server.url}/mcp`)).client.close()
    appendFileSync(file, '  max_sessions: 1\nserver:\n  trusted_proxies: [nonsense]\n')
    await until(() => log.includes('the changed configuration is ignored'), 'the warning')
    const clients = [await connectMcp(`${server.url}/mcp`), await connectMcp(`${server.url}/mcp`)]
    for (const { client } of clients) await client.ping()
    for (const { client } of clients) await client.close()
  })
})
