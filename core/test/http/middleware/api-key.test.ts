import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { apiKey } from '../../../src/http/middleware/api-key.ts'
import { identify } from '../../../src/http/middleware/identify.ts'
import { openPaths } from '../../../src/http/open-paths.ts'
import { route } from '../../../src/http/route.ts'
import { ApiKeys } from '../../../src/service/api-keys.ts'
import { configDefaults } from '../../../src/config/defaults.ts'
import type { Config } from '../../../src/config/load.ts'
import { answer, listening, plainSurface, send } from '../listening.ts'

const server = (configDefaults() as unknown as Config).server
const whoAsks: HttpMiddleware = answer((ctx) => ctx.state.caller.name ?? 'anyone')

async function guarded(env: Record<string, string>, gopass?: () => Promise<{ code: number | null; stdout: string }>) {
  const config = gopass === undefined ? server : { ...server, api_keys_gopass_path: 'clinvk/keys' }
  const keys = new ApiKeys({ config, env, gopass: gopass ?? (() => Promise.reject(new Error('gopass was asked'))), warn: () => {} })
  const open = [route({ method: 'GET', path: '/health', operationId: 'h', summary: '', scope: 'none', schemas: { responses: {} }, handler: () => {} }), route({ method: 'GET', path: '/docs/:file', operationId: 'd', summary: '', scope: 'none', schemas: { responses: {} }, handler: () => {} })]
  return (await listening([identify(keys), apiKey(openPaths([{ ...plainSurface, routes: open }])), whoAsks])).port
}

test('without keys everybody may come in', async () => {
  expect((await send(await guarded({}))).text).toBe('anyone')
})

test.each([
  [{ 'X-Api-Key': 'two' }, 'env-2'],
  [{ Authorization: 'Bearer one' }, 'env-1'],
  [{ Authorization: 'bEaReR   one  ' }, 'env-1'],
  [{ 'X-Api-Key': 'two', Authorization: 'Bearer one' }, 'env-2'],
] as [Record<string, string>, string][])('%j is let in as %s', async (headers, name) => {
  const { status, text } = await send(await guarded({ CLINVK_API_KEYS: ' one, two ,' }), { headers })
  expect([status, text]).toEqual([200, name])
})

test.each([
  [{}, 'missing API key'],
  [{ 'X-Api-Key': 'three' }, 'invalid API key'],
  [{ Authorization: 'Bearer one,two' }, 'invalid API key'],
  [{ Authorization: 'Basic b25lOg==' }, 'missing API key'],
  [{ Authorization: 'Bearer ' }, 'missing API key'],
] as [Record<string, string>, string][])('%j is refused: %s', async (headers, message) => {
  const answered = await send(await guarded({ CLINVK_API_KEYS: 'one,two' }), { headers })
  expect(answered.status).toBe(401)
  expect(answered.headers['www-authenticate']).toBe('Bearer')
  expect(answered.json.error).toMatchObject({ code: 'authentication_error', message })
})

test('a list of keys that is empty lets nobody in', async () => {
  expect((await send(await guarded({ CLINVK_API_KEYS: '' }), { headers: { 'X-Api-Key': 'x' } })).status).toBe(401)
})

test.each(['/health', '/docs/page.css'])('%s is open', async (path) => {
  expect((await send(await guarded({ CLINVK_API_KEYS: 'one' }), { path })).status).toBe(200)
})

test.each(['/health/', '/healthz', '/docs/a/b', '/nothing', '/Health', '/api/v1/prompt', '//health'])('%s is not', async (path) => {
  expect((await send(await guarded({ CLINVK_API_KEYS: 'one' }), { path })).status).toBe(401)
})

test('while the keys cannot be read, nobody comes in, and the answer says that it is no fault of the key', async () => {
  const { status, headers, json } = await send(await guarded({}, async () => ({ code: 1, stdout: 'one' })), { headers: { 'X-Api-Key': 'one' } })
  expect(status).toBe(503)
  expect(headers['retry-after']).toBe('5')
  expect(json.error.code).toBe('authentication_error')
})
