import { existsSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

/** A CLI of Codex's kind that says what it got on stdin. */
const echo = [
  'prompt=$(cat | tr "\\n" "~")',
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$prompt"',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
]

/** One that begins to answer, and then never ends by itself. */
const endless = [...echo.slice(0, 3), 'sleep 300']

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

/** Speaks HTTP by hand: what a well-behaved client cannot be made to send. Resolves with all that came, when the server closes. */
function raw(port: number, begin: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => begin(socket))
    socket.on('data', (chunk) => (said += String(chunk)))
    socket.on('error', () => undefined) // a reset is an end, too
    socket.once('close', () => resolve(said))
  })
}

describe('POST /api/v1/prompt', () => {
  test('goes on with a session, in the same directory', async () => {
    writeExecutable(bin, 'codex', [echo[0] ?? '', 'prompt="$prompt in $PWD $*"', ...echo.slice(1)])
    const server = await startServe(sandbox)
    const reply = async (body: object) => (await (await server.prompt(body)).json()) as Record<string, any>
    const first = await reply({ backend: 'codex', prompt: 'one' })
    expect(first['output']).toMatch(/^one in \S+-work\/[0-9a-f-]{36} exec /)
    expect(first['output']).not.toContain(`in ${sandbox.work}`)
    const folder = /in (\S+)/.exec(first['output'] as string)?.[1] as string
    expect(existsSync(folder)).toBe(false)
    const second = await reply({ session_id: first['session_id'].slice(0, 12), prompt: 'two' })
    expect(second).toMatchObject({ session_id: first['session_id'], backend: 'codex' })
    expect(second['output']).toMatch(new RegExp(`^two in ${folder} exec .* resume 01a1f9ec-`))
    const third = await reply({ backend: 'codex', prompt: 'x', workdir: sandbox.work, tags: ['t'], metadata: { ticket: '7' } })
    expect(third).toMatchObject({ output: expect.stringContaining(`in ${sandbox.work} `), metadata: { ticket: '7' } })
    const kept = (await sandbox.run(['sessions', 'show', third['session_id'] as string, '--json'])).json()
    expect(kept).toMatchObject({ tags: ['t', 'api'], metadata: { ticket: '7' }, working_dir: sandbox.work })
    expect(kept['turns']).toMatchObject([{ via: 'http' }])
  })

  test('answers a failed run with the status of its error, and what had come', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', echo[1] ?? '', 'printf \'{"type":"turn.failed","error":{"message":"unexpected status 500"}}\\n\'', 'exit 1'])
    const server = await startServe(sandbox)
    const answer = await server.prompt({ backend: 'codex', prompt: 'x' })
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({ error: { code: 'backend_error', backend: 'codex', details: { status: 500 } }, exit_code: 1, session_id: expect.any(String) })
  })

  test('refuses what it cannot, may not or does not know how to do, each with its status and code', async () => {
    writeExecutable(bin, 'codex', echo)
    const server = await startServe(sandbox)
    const cases = [
      [{ backend: 'nope', prompt: 'x' }, 404, 'backend_not_found'],
      [{ backend: 'gemini', prompt: 'x' }, 503, 'backend_unavailable'],
      [{ prompt: 'x' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: ' \n ' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', workdir: '/etc' }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', workdir: '.' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', sandbox_mode: 'full' }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', sandbox_mode: 'everything' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', extra: ['--dangerously-bypass-approvals-and-sandbox'] }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', allowed_dirs: ['/etc'] }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', native_input: true }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', max_tokens: 5 }, 400, 'unsupported'],
      [{ session_id: 'ffffffff', prompt: 'x' }, 404, 'session_not_found'],
      [{ session_id: '../../etc/passwd', prompt: 'x' }, 404, 'session_not_found'],
    ] as const
    for (const [body, status, code] of cases) {
      const answer = await server.prompt(body)
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code], JSON.stringify(body)).toEqual([status, code])
    }
  })

  test('tells in a dry run what would be run, and keeps and runs nothing', async () => {
    writeExecutable(bin, 'codex', ['touch "$HOME/ran"'])
    const server = await startServe(sandbox)
    expect(await (await server.prompt({ backend: 'codex', prompt: 'SECRET', dry_run: true })).json()).toMatchObject({ dry_run: true, exit_code: 0, output: expect.stringMatching(/^Would execute: .*codex exec .* < PROMPT$/) })
    expect(existsSync(`${sandbox.home}/ran`)).toBe(false)
    expect((await sandbox.run(['sessions', 'list', '--json'])).json()['total']).toBe(0)
  })
})

describe('a server under attack', () => {
  test('ends, at SIGTERM, what goes on after its time, with all that it started', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', echo[1] ?? '', 'trap "" TERM INT', '(trap "" TERM INT; sleep 300) &', 'sleep 300'])
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  shutdown_timeout_secs: 1\n')
    const server = await startServe(sandbox)
    const answers = Promise.all(['stream-json', 'json'].map((format) => server.prompt({ backend: 'codex', prompt: 'x', output_format: format })))
    await until(() => sandbox.runs().length >= 4, 'both runs')
    server.child.kill('SIGTERM')
    const [stream, single] = await answers
    expect((await (stream as Response).text()).trim().split('\n').at(-1)).toContain('"cancelled"')
    expect((single as Response).status).toBe(503)
    expect((await server.ended).code).toBe(0)
    expect(sandbox.runs()).toEqual([])
  })

  test('refuses runs that are too many, at once and with Retry-After', async () => {
    writeExecutable(bin, 'codex', endless)
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_runs: 1\n  max_queue: 1\n')
    const server = await startServe(sandbox)
    const gone = new AbortController()
    const held = [0, 1].map(() => server.prompt({ backend: 'codex', prompt: 'x', output_format: 'stream-json' }, { signal: gone.signal }).catch(() => undefined))
    await until(() => sandbox.runs().length > 0, 'the first run')
    const refused = async () => {
      const answer = await server.prompt({ backend: 'codex', prompt: 'x' }, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
      return answer?.status === 503 && Number(answer.headers.get('retry-after')) > 0 && ((await answer.json()) as { error: { code: string } }).error.code === 'overloaded'
    }
    await until(refused, 'a refusal')
    gone.abort()
    await Promise.all(held)
    await until(() => sandbox.runs().length === 0, 'the end of the runs')
  })

  test('takes no more than 50 MB from nobody, and stays small', async () => {
    const server = await startServe(sandbox)
    const port = Number(server.banner['port'])
    const said = await raw(port, (socket) => {
      socket.write('POST /api/v1/prompt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n')
      const piece = `${(1_000_000).toString(16)}\r\n${'x'.repeat(1_000_000)}\r\n`
      let sent = 0
      const more = (): void => {
        while (sent < 50 && !socket.destroyed) {
          sent += 1
          if (!socket.write(piece)) return void socket.once('drain', more)
        }
      }
      more()
    })
    expect(said).toMatch(/^HTTP\/1\.1 413 /)
    const rss = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1])
    expect(rss).toBeLessThan(300_000)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })

  test.each([
    ['a flood of headers', `GET /health HTTP/1.1\r\nHost: localhost\r\n${Array.from({ length: 20_000 }, (_none, index) => `X-${index}: ${'y'.repeat(10)}\r\n`).join('')}\r\n`, 431],
    ['two lengths', 'POST /api/v1/prompt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n', 400],
    ['a method that is none', 'SMUGGLE /health HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ])('answers %s with an error, and lives', async (_name, text, status) => {
    const server = await startServe(sandbox)
    const said = await raw(Number(server.banner['port']), (socket) => socket.end(text))
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(said).toMatch(/\r\n\r\n\{"error":\{"code":"invalid_request",.*"hint":/)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })

  test('does not wait for a client that sends its head drop by drop', async () => {
    const server = await startServe(sandbox)
    const started = performance.now()
    let drops: NodeJS.Timeout | undefined
    const said = await raw(Number(server.banner['port']), (socket) => {
      socket.write('GET /health HTTP/1.1\r\n')
      drops = setInterval(() => socket.write('X: y\r\n'), 500)
    })
    clearInterval(drops)
    expect(said).toMatch(/^HTTP\/1\.1 408 /)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('tells a forged address, a foreign host and a foreign page nothing', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'server:\n  rate_limit_enabled: true\n  rate_limit_rps: 1\n  rate_limit_burst: 3\n')
    const server = await startServe(sandbox)
    const port = Number(server.banner['port'])
    const ask = async (headers: string) => Number((await raw(port, (socket) => socket.write(`GET /health HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`))).slice(9, 12))
    expect(await ask('Host: evil.example\r\n')).toBe(403)
    expect(await ask('Host: localhost\r\nOrigin: http://evil.example\r\n')).toBe(403)
    const forged = await Promise.all(Array.from({ length: 8 }, (_none, index) => ask(`Host: localhost\r\nX-Forwarded-For: 9.9.9.${index}\r\nX-Real-IP: 9.9.9.${index}\r\n`)))
    expect(forged.filter((status) => status === 200)).toHaveLength(3)
    expect(forged.filter((status) => status === 429)).toHaveLength(5)
  })
})
