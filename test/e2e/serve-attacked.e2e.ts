import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
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
