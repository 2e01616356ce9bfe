import { request } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { initialize as begin, mcpStage } from '../mcp-stage.ts'
import type { Listening } from '../serving.ts'

const key = 'a-key-of-the-test'
const stage = mcpStage('first')
let server: Listening
let session: string
beforeAll(async () => {
  stage.sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_request_body_bytes: 2000\n')
  server = await startMcpHttp(stage.sandbox, [], { CLINVK_API_KEYS: key })
  session = (await post(initialize())).headers['mcp-session-id'] as string
})

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  /** The body as JSON; of a stream the last event. */
  readonly json: any
}

const accept = 'application/json, text/event-stream'
const initialize = (protocolVersion = '2025-11-25') => ({ ...begin, params: { ...begin.params, protocolVersion } })
const ping = { jsonrpc: '2.0', id: 7, method: 'ping' }

/** A request with any header, `Host` too, which fetch does not let one set. */
function send(method: string, headers: Readonly<Record<string, string | undefined>> = {}, body?: string, path = '/mcp'): Promise<Answer> {
  const all = Object.entries({ Authorization: `Bearer ${key}`, Accept: accept, ...headers }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port: Number(server.banner['port']), method, path, headers: Object.fromEntries(all), agent: false }, (res) => {
      let text = ''
      res.on('data', (chunk: Buffer) => (text += String(chunk)))
      res.on('end', () => {
        const json = res.headers['content-type'] === 'text/event-stream' ? text.trim().split('\ndata: ').at(-1) : text
        resolve({ status: res.statusCode ?? 0, headers: res.headers, json: json === '' || json === undefined ? undefined : JSON.parse(json) })
      })
    })
    req.on('error', reject)
    req.end(body)
  })
}
const post = (body: unknown, headers: Readonly<Record<string, string | undefined>> = {}) => send('POST', { 'Content-Type': 'application/json', ...headers }, typeof body === 'string' ? body : JSON.stringify(body))
const inSession = (body: unknown, headers: Readonly<Record<string, string | undefined>> = {}) => post(body, { 'Mcp-Session-Id': session, ...headers })

describe('what is no message is answered with 400 and an error of the protocol', () => {
  test.each([
    ['half a document', '{"jsonrpc"', -32700, null],
    ['nothing', '', -32600, null],
    ['a batch', [ping], -32600, null],
    ['an empty batch', [], -32600, null],
    ['another version of JSON-RPC', { ...ping, jsonrpc: '1.0' }, -32600, 7],
    ['a text', '"hello"', -32600, null],
    ['null', 'null', -32600, null],
    ['a method that is a number', { ...ping, method: 7 }, -32600, 7],
    ['an id that is an object', { ...ping, id: {} }, -32600, null],
  ])('%s', async (_title, body, code, id) => {
    const { status, json } = await inSession(body)
    expect([status, json]).toEqual([400, { jsonrpc: '2.0', id, error: expect.objectContaining({ code, message: expect.any(String) }) }])
  })

  test('a body of another type: 415', async () => {
    expect(await inSession('ping', { 'Content-Type': 'text/plain' })).toMatchObject({ status: 415, json: { jsonrpc: '2.0', id: null, error: { code: -32600 } } })
  })

  test.each([['that says so', {}], ['that does not say so', { 'Transfer-Encoding': 'chunked' }]])('a message that is too long, %s: 413, and the session goes on', async (_title, headers) => {
    expect(await inSession({ ...ping, params: { filler: 'x'.repeat(3000) } }, headers)).toMatchObject({ status: 413, json: { jsonrpc: '2.0', id: null, error: { code: -32600, message: expect.stringContaining('2000 bytes'), data: { code: 'payload_too_large' } } } })
    expect((await inSession(ping)).json).toEqual({ jsonrpc: '2.0', id: 7, result: {} })
  })
})

describe('a session', () => {
  test('is begun by initialize, and by nothing else', async () => {
    for (const body of [ping, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, { jsonrpc: '2.0', method: 'notifications/initialized' }]) {
      expect(await post(body)).toMatchObject({ status: 400, json: { error: { code: -32600, message: expect.stringContaining('Mcp-Session-Id is missing') } } })
    }
    expect(await post({ ...initialize(), params: {} })).toMatchObject({ status: 400, json: { id: 1, error: { code: -32602 } } })
  })

  test('is begun once', async () => {
    expect(await inSession(initialize())).toMatchObject({ status: 400, json: { id: 1, error: { code: -32600, message: 'the session is initialized already' } } })
  })

  test.each(['POST', 'GET', 'DELETE'])('that is not there is answered to %s with 404, by which clients begin another one', async (method) => {
    const asked = method === 'POST' ? post(ping, { 'Mcp-Session-Id': 'nope' }) : send(method, { 'Mcp-Session-Id': 'nope' })
    expect(await asked).toMatchObject({ status: 404, json: { jsonrpc: '2.0', id: null, error: { code: -32001 } } })
    if (method !== 'POST') expect((await send(method)).status).toBe(400)
  })

  test('ends with DELETE', async () => {
    const { headers } = await post(initialize())
    const id = { 'Mcp-Session-Id': headers['mcp-session-id'] as string }
    expect((await send('DELETE', id)).status).toBe(204)
    expect((await post(ping, id)).status).toBe(404)
  })

  test('has an id that nobody guesses, and pages may read', async () => {
    const { headers } = await post(initialize(), { Origin: 'http://localhost:6274' })
    expect(headers['mcp-session-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(headers['access-control-expose-headers']).toContain('Mcp-Session-Id')
  })
})

describe('versions of the protocol', () => {
  test.each([['2024-11-05', '2024-11-05'], ['2025-06-18', '2025-06-18'], ['2025-11-25', '2025-11-25'], ['1999-01-01', '2025-11-25']])('asked for that of %s, it speaks that of %s', async (asked, spoken) => {
    expect((await post(initialize(asked))).json).toMatchObject({ id: 1, result: { protocolVersion: spoken, serverInfo: { name: 'clinvk' } } })
  })

  test('one that is not known in the header is refused; without the header, it is an old client', async () => {
    expect(await inSession(ping, { 'Mcp-Protocol-Version': '1999-01-01' })).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining('1999-01-01') } } })
    expect((await inSession(ping, { 'Mcp-Protocol-Version': '2024-11-05' })).status).toBe(200)
    expect((await inSession(ping)).status).toBe(200)
  })
})

describe('what guards every server guards this one, and says so in the shape of the protocol', () => {
  const error = (code: string) => ({ jsonrpc: '2.0', id: null, error: { code: -32000, message: expect.any(String), data: expect.objectContaining({ code }) } })

  test.each([['none', undefined], ['a wrong one', 'Bearer wrong'], ['another scheme', `Basic ${key}`]])('a key, of which there is %s', async (_title, authorization) => {
    const { status, json, headers } = await post(initialize(), { Authorization: authorization })
    expect([status, json, headers['www-authenticate']]).toEqual([401, error('authentication_error'), 'Bearer'])
  })

  test('the other way to send a key', async () => {
    expect((await post(initialize(), { Authorization: undefined, 'X-Api-Key': key })).status).toBe(200)
  })

  test('a name of strangers that leads here', async () => {
    expect(await post(initialize(), { Host: 'evil.example:8081' })).toMatchObject({ status: 403, json: error('permission_denied') })
  })

  test('a page of strangers', async () => {
    expect(await post(initialize(), { Origin: 'https://evil.example' })).toMatchObject({ status: 403, json: error('permission_denied') })
  })
})

describe('other requests', () => {
  test('Accept has to name both kinds of answers', async () => {
    expect((await inSession(ping, { Accept: 'application/json' })).status).toBe(406)
    expect((await send('GET', { Accept: 'application/json', 'Mcp-Session-Id': session })).status).toBe(406)
    expect((await inSession(ping)).status).toBe(200) // the id is free again
  })

  test('another method: 405', async () => {
    expect(await send('PUT', { 'Mcp-Session-Id': session })).toMatchObject({ status: 405, json: { jsonrpc: '2.0' } })
    expect((await send('PUT')).headers['allow']).toContain('DELETE')
    expect((await send('HEAD', { 'Mcp-Session-Id': session })).status).toBe(405)
  })

  test('another path, such as that of health, which nobody asked for', async () => {
    for (const path of ['/', '/mcp/x', '/health', '/api/v1/backends', '/openapi.json']) expect(await send('GET', {}, undefined, path)).toMatchObject({ status: 404, json: { error: { code: 'invalid_request' } } })
  })

  test('a notification and an answer that nobody waits for are taken: 202, without a body', async () => {
    for (const body of [{ jsonrpc: '2.0', method: 'notifications/initialized' }, { jsonrpc: '2.0', id: 99, result: {} }]) {
      const { status, json } = await inSession(body)
      expect([status, json]).toEqual([202, undefined])
    }
  })

  test('a Last-Event-ID that nobody knows', async () => {
    for (const id of ['nope', '_1', 'x_99999']) expect(await send('GET', { 'Mcp-Session-Id': session, 'Last-Event-ID': id })).toMatchObject({ status: 400, json: { error: { code: -32600 } } })
  })
})

test('no key, and nothing that was said, is in the log', async () => {
  server.child.kill('SIGTERM')
  const { stderr, code } = await server.ended
  expect(code).toBe(0)
  expect(stderr).not.toContain(key)
  expect(stderr).not.toMatch(/filler|"hello"|warn/)
  expect(stderr).toContain('"route":"/mcp"')
})
