import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { cors } from '../../../src/http/middleware/cors.ts'
import { answer, listening, send } from '../listening.ts'

const allowed = cors((origin) => origin === 'http://page.example', { credentials: false, maxAgeSecs: 300 })
const refuse: HttpMiddleware = () => Promise.reject(new ClinvkError('rate_limit_exceeded', 'too fast'))

test('a preflight is answered before limits and keys, with the headers that the SDK asks for', async () => {
  const { port } = await listening([allowed, refuse])
  const { status, headers } = await send(port, {
    method: 'OPTIONS',
    headers: { Origin: 'http://page.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,x-stainless-os,anthropic-version' },
  })
  expect(status).toBe(204)
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'http://page.example',
    'access-control-allow-headers': 'authorization,x-stainless-os,anthropic-version',
    'access-control-allow-methods': expect.stringContaining('DELETE'),
    'access-control-max-age': '300',
  })
})

test('a page can read an error, and the headers that tell it what to do', async () => {
  const { port } = await listening([allowed, refuse])
  const { status, headers } = await send(port, { headers: { Origin: 'http://page.example' } })
  expect(status).toBe(429)
  expect(headers['access-control-allow-origin']).toBe('http://page.example')
  for (const name of ['X-Request-Id', 'Retry-After', 'RateLimit-Remaining', 'Server-Timing', 'x-clinvk-ignored', 'x-clinvk-estimate']) expect(headers['access-control-expose-headers']).toContain(name)
  expect(headers['vary']).toContain('Origin')
})

test('other origins get no such header', async () => {
  const { port } = await listening([allowed, answer()])
  expect((await send(port, { headers: { Origin: 'http://other.example' } })).headers['access-control-allow-origin']).toBeUndefined()
  // A cache must not give a page what was answered to somebody else.
  for (const headers of [{ Origin: 'http://other.example' }, {}] as Record<string, string>[]) expect((await send(port, { headers })).headers['vary']).toBe('Origin')
})
