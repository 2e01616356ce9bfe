import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bodyLimit, bodySize } from '../../../src/http/middleware/body-size.ts'
import { deadline } from '../../../src/http/middleware/deadline.ts'
import { jsonBody } from '../../../src/http/middleware/json-body.ts'
import { answer, listening, send } from '../listening.ts'

const reading = (limit = 1000) => listening([bodySize(limit), jsonBody(limit), answer((ctx) => ({ got: (ctx.request as { body?: unknown }).body }))])
const post = (port: number, body: string | Buffer, headers: Record<string, string> = {}) => send(port, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } })

describe('a body', () => {
  test.each([['{"a":[1,"ä"]}'], ['[]'], ['"text"'], ['null']])('of %s is read', async (body) => {
    const { status, json } = await post((await reading()).port, body)
    expect([status, JSON.stringify(json.got ?? null)]).toEqual([200, body])
  })

  test.each(['{bad SECRET-PROMPT', '{"a":1}}', '{"a":NaN}', '\u0000', '{"a":'])('of %j is refused without being quoted', async (body) => {
    const { status, text, json } = await post((await reading()).port, body)
    expect(status).toBe(400)
    expect(json.error).toMatchObject({ code: 'invalid_request', message: 'the body is not valid JSON' })
    expect(text).not.toContain('SECRET-PROMPT')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])('of the type %s is refused with 415', async (type) => {
    expect((await post((await reading()).port, '{}', { 'Content-Type': type })).status).toBe(415)
  })

  test('may have a type that ends in +json', async () => {
    expect((await post((await reading()).port, '{}', { 'Content-Type': 'application/vnd.x+json; charset=utf-8' })).status).toBe(200)
  })

  test('may be compressed, and counts by what comes out', async () => {
    const { port } = await reading()
    expect((await post(port, gzipSync('{"a":1}'), { 'Content-Encoding': 'gzip' })).json.got).toEqual({ a: 1 })
    const bomb = await post(port, gzipSync(JSON.stringify('x'.repeat(1_000_000))), { 'Content-Encoding': 'gzip' })
    expect(bomb.status).toBe(413)
  })

  test('in an unknown encoding is refused with 415', async () => {
    expect((await post((await reading()).port, '{}', { 'Content-Encoding': 'rot13' })).status).toBe(415)
  })

  test('that is nested too deep is refused, however deep', async () => {
    const { port } = await reading(10_000_000)
    expect((await post(port, '['.repeat(64) + ']'.repeat(64))).status).toBe(200)
    for (const depth of [65, 100_000, 1_000_000]) {
      const { status, json } = await post(port, '['.repeat(depth) + ']'.repeat(depth))
      expect(status, String(depth)).toBe(400)
      expect(json.error.message).toMatch(/nested deeper than 64 levels|not valid JSON/)
    }
  })

  test('with __proto__ in it changes nothing', async () => {
    await post((await reading()).port, '{"__proto__":{"polluted":true}}')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('a body that is too large', () => {
  test.each([['Content-Length', { 'Content-Length': '1001' }], ['chunks', { 'Transfer-Encoding': 'chunked' }]])('by %s is answered with 413 before it is there', async (_by, headers: Record<string, string>) => {
    const { port } = await reading()
    const socket = connect(port, '127.0.0.1')
    let said = ''
    socket.on('data', (chunk) => (said += String(chunk)))
    socket.on('error', () => {}) // bytes that nobody reads any more make the end a reset
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await once(socket, 'connect')
    const head = Object.entries({ Host: 'localhost', 'Content-Type': 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.write(`POST / HTTP/1.1\r\n${head}\r\n`)
    // More than the limit, and still no end.
    if ('Transfer-Encoding' in headers) socket.write(`${(1100).toString(16)}\r\n"${'x'.repeat(1099)}\r\n`)
    // Who does not come to an end is cut off.
    await closed
    expect(said).toMatch(/^HTTP\/1\.1 413 /)
    expect(said).toContain('request body exceeds size limit (1000 bytes)')
  })

  test('above 1 MiB depends on the limit alone', async () => {
    const { port } = await reading(3_000_000)
    expect((await post(port, JSON.stringify('x'.repeat(2_500_000)))).status).toBe(200)
    expect((await post(port, JSON.stringify('x'.repeat(3_000_000)))).status).toBe(413)
  })

  test('does not exist without a limit', async () => {
    expect((await post((await reading(bodyLimit(0))).port, JSON.stringify('x'.repeat(12_000_000)))).status).toBe(200)
  })
})

test('a body that does not come is not waited for once its request was given up, whatever becomes of the connection', async () => {
  const { port, activity } = await listening([deadline(30), jsonBody(1000), answer()])
  const client = connect(port, '127.0.0.1', () => client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"'))
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1\.1 504 /)
  await activity.idle()
  client.destroy()
})
