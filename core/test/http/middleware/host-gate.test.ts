import { describe, expect, test } from 'vitest'
import { hostGate } from '../../../src/http/middleware/host-gate.ts'
import { allowedOrigins } from '../../../src/http/origin-rules.ts'
import { answer, listening, send } from '../listening.ts'

const gate = (host = '127.0.0.1', allowedHosts: string[] = [], origins: string[] = []) =>
  listening([hostGate({ host, allowedHosts, originAllowed: allowedOrigins({ cors_allowed_origins: origins, cors_allow_credentials: false }) }), answer()])

describe('a server of this machine only', () => {
  test.each(['127.0.0.1', '127.0.0.1:8080', 'localhost', 'LOCALHOST:1', '[::1]:8080', 'app.localhost', 'localhost.'])('is called %s', async (host) => {
    const { port } = await gate()
    expect((await send(port, { headers: { Host: host } })).status).toBe(200)
  })

  test.each(['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.0.1', '[fe80::1]'])('is not called %s, as after DNS rebinding', async (host) => {
    const { port } = await gate()
    const { status, json } = await send(port, { headers: { Host: host } })
    expect(status).toBe(403)
    expect(json.error.code).toBe('permission_denied')
  })

  test('has further names by configuration', async () => {
    const { port } = await gate('127.0.0.1', ['Box.example'])
    expect((await send(port, { headers: { Host: 'box.example:99' } })).status).toBe(200)
  })
})

describe('a server for others', () => {
  test('takes any name, for keys protect it', async () => {
    expect((await send((await gate('0.0.0.0')).port, { headers: { Host: 'any.example' } })).status).toBe(200)
  })

  test('takes only its names where they are configured', async () => {
    const { port } = await gate('0.0.0.0', ['api.example'])
    expect((await send(port, { headers: { Host: 'any.example' } })).status).toBe(403)
    expect((await send(port, { headers: { Host: 'api.example' } })).status).toBe(200)
  })
})

describe('pages', () => {
  test.each(['http://localhost:3000', 'http://localhost', 'http://127.0.0.1:5173'])('of %s may call', async (origin) => {
    expect((await send((await gate()).port, { headers: { Origin: origin } })).status).toBe(200)
  })

  test.each(['http://evil.example', 'null', 'http://localhost.evil.example', 'http://localhost:3000.evil.example', 'http://localhost:80@evil.example', 'https://localhost:1', 'file://'])('of %s may not', async (origin) => {
    const { status, headers } = await send((await gate()).port, { headers: { Origin: origin } })
    expect(status).toBe(403)
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('of the server itself may', async () => {
    const { port } = await gate('0.0.0.0')
    expect((await send(port, { headers: { Host: 'api.example', Origin: 'https://api.example' } })).status).toBe(200)
  })

  test('of configured origins may, also with a star for a part, and then no others', async () => {
    const { port } = await gate('127.0.0.1', [], ['https://*.example.com'])
    expect((await send(port, { headers: { Origin: 'https://a.example.com' } })).status).toBe(200)
    for (const origin of ['http://localhost:3000', 'https://evil.com/a.example.com', 'https://aXexample.com']) expect((await send(port, { headers: { Origin: origin } })).status, origin).toBe(403)
  })
})

test('credentials for every origin are refused', () => {
  expect(() => allowedOrigins({ cors_allowed_origins: ['*'], cors_allow_credentials: true })).toThrow('with the origin "*"')
})
