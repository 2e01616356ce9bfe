import { ClinvkError, errorCodes } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../src/http/context.ts'
import { errorStatus } from '../../src/http/error-status.ts'
import { HttpFailure } from '../../src/http/http-failure.ts'
import type { Surface } from '../../src/http/surface.ts'
import { listening, plainSurface, send } from './listening.ts'

const failing = (error: unknown): HttpMiddleware => () => Promise.reject(error)

test.each(errorCodes)('%s has the status of the table, and its body the code', async (code) => {
  const { port } = await listening([failing(new ClinvkError(code, 'what was tried', { hint: 'do this', backend: 'codex', details: { exit_code: 3 } }))])
  const { status, json, headers } = await send(port)
  expect(status).toBe(errorStatus[code])
  expect(json).toEqual({ error: { code, message: 'what was tried', hint: 'do this', backend: 'codex', details: { exit_code: 3 } } })
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-request-id': expect.any(String) })
})

test('what is no error of clinvk tells the client nothing, and the log only its kind and its way', async () => {
  const { port, warnings } = await listening([failing(new TypeError('SECRET-PROMPT'))])
  const { status, text, headers } = await send(port)
  expect(status).toBe(500)
  expect(text).not.toContain('SECRET')
  expect(text).toContain(headers['x-request-id'])
  expect(warnings).toEqual([expect.stringMatching(/^request [0-9a-f-]{36} failed unexpectedly: TypeError\n +at /)])
  expect(warnings.join()).not.toContain('SECRET')
})

test.each([
  [{ retry_after_secs: 2.1 }, '3'],
  [{ retry_after_secs: 0 }, '1'],
  [{ reset_at: 'soon' }, undefined],
  [{}, undefined],
])('%j becomes Retry-After %s', async (details, after) => {
  const { port } = await listening([failing(new ClinvkError('backend_rate_limited', 'x', { details }))])
  expect((await send(port)).headers['retry-after']).toBe(after)
})

test('a moment of reset becomes the seconds until then, the last one whole', async () => {
  const { port } = await listening([() => Promise.reject(new ClinvkError('backend_rate_limited', 'x', { details: { reset_at: new Date(Date.now() + 9500).toISOString() } }))])
  expect((await send(port)).headers['retry-after']).toBe('10')
})

test('what HTTP itself refuses has its own status and headers', async () => {
  const { port } = await listening([failing(new HttpFailure(405, 'invalid_request', 'x', { headers: { Allow: 'GET' } }))])
  const { status, headers } = await send(port)
  expect([status, headers['allow']]).toEqual([405, 'GET'])
})

test('errors look as the API of the path has them, also those of middleware', async () => {
  const other: Surface = { ...plainSurface, name: 'other', owns: ({ path }) => path.startsWith('/other/'), errorBody: ({ message }, { status, requestId }) => ({ type: 'error', message, status, requestId }) }
  const { port } = await listening([failing(new ClinvkError('authentication_error', 'missing API key'))], [other, plainSurface])
  expect((await send(port, { path: '/other/x', headers: { 'X-Request-Id': 'r7' } })).json).toEqual({ type: 'error', message: 'missing API key', status: 401, requestId: 'r7' })
  expect((await send(port, { path: '/x' })).json.error.code).toBe('authentication_error')
})
