import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/load.ts'
import type { ServedServices } from '../../src/container.ts'
import type { HttpMiddleware } from '../../src/http/context.ts'
import { jsonBody } from '../../src/http/middleware/json-body.ts'
import { type Call, type Route, route } from '../../src/http/route.ts'
import { routing } from '../../src/http/routing.ts'
import { listening, plainSurface, send } from './listening.ts'

const echo = ({ ctx, params, query, body }: Call) => {
  ctx.body = { params, query, body, route: ctx.state.route }
}
const row = (more: Partial<Route>): Route => route({ method: 'GET', path: '/items/:id', operationId: 'x', summary: 'x', scope: 'sessions', schemas: { responses: {} }, ...more, handler: echo as never })
const as = (scopes: readonly ('run' | 'sessions' | 'admin')[]): HttpMiddleware => async (ctx, next) => {
  ctx.state.caller = { name: 'ci', scopes, max_permission: 'full' }
  await next()
}

const routes = [
  row({ schemas: { responses: {}, params: { type: 'object', properties: { id: { type: 'string', pattern: '^[a-f0-9]+$' } } }, query: { type: 'object', additionalProperties: false, properties: { limit: { type: 'integer', minimum: 0 }, all: { type: 'boolean' }, tag: { type: 'array', items: { type: 'string' } } } } } }),
  row({ method: 'DELETE' }),
  row({ method: 'POST', path: '/items', schemas: { responses: {}, body: { type: 'object', additionalProperties: false, required: ['prompt'], properties: { prompt: { type: 'string' }, turns: { type: 'integer' }, deep: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } } } } } }),
]
const served = async (scopes: readonly ('run' | 'sessions' | 'admin')[] = ['sessions']) =>
  (await listening([as(scopes), jsonBody(10_000), routing([{ ...plainSurface, routes }], {} as ServedServices, {} as Config)])).port

describe('a request', () => {
  test('reaches its route with its parts, texts of the query as what is wanted', async () => {
    const { json } = await send(await served(), { path: '/items/a1?limit=5&all=true&tag=x' })
    expect(json).toEqual({ params: { id: 'a1' }, query: { limit: 5, all: true, tag: ['x'] }, route: '/items/:id' })
  })

  test.each([
    ['/items/XYZ', 'params.id'],
    ['/items/a1?limit=-1', 'query.limit'],
    ['/items/a1?limit=many', 'query.limit'],
    ['/items/a1?limitt=1', 'query.limitt'],
  ])('%s is refused, naming %s', async (path, location) => {
    const { status, json } = await send(await served(), { path })
    expect([status, json.error.code, json.error.details.location]).toEqual([400, 'invalid_request', location])
  })

  test.each([
    ['{}', 'body.prompt', 'no "prompt"'],
    ['{"prompt":5}', 'body.prompt', 'must be text'],
    ['{"prompt":"SECRET","turns":"3"}', 'body.turns', 'must be a whole number'],
    ['{"prompt":"SECRET","promt":1}', 'body.promt', 'unknown key "promt"'],
    ['{"prompt":"SECRET","deep":[{"name":1}]}', 'body.deep.0.name', 'deep[0].name must be text'],
    ['[]', 'body', 'the body must be a mapping'],
    ['null', 'body', 'the body must be a mapping'],
    [undefined, 'body', 'the body must be a mapping'],
  ])('with the body %s is refused at %s, without the body', async (body, location, message) => {
    const { status, json, text } = await send(await served(), { method: 'POST', path: '/items', headers: { 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body }) })
    expect([status, json.error.details.location]).toEqual([400, location])
    expect(json.error.message).toContain(message)
    expect(text).not.toContain('SECRET')
  })

  test('for nothing that there is gets 404', async () => {
    const { status, json } = await send(await served(), { path: '/item' })
    expect([status, json.error.code]).toEqual([404, 'invalid_request'])
  })

  test('with a method that its path does not take gets 405, and OPTIONS tells which it takes', async () => {
    const port = await served()
    const refused = await send(port, { method: 'PUT', path: '/items/a1', headers: { 'Content-Type': 'application/json' }, body: '{}' })
    expect([refused.status, refused.headers['allow']]).toEqual([405, 'DELETE, GET, HEAD'])
    const options = await send(port, { method: 'OPTIONS', path: '/items/a1' })
    expect([options.status, options.headers['allow']]).toEqual([204, 'DELETE, GET, HEAD'])
  })

  test('is refused when its key is not for that', async () => {
    const { status, json } = await send(await served(['run']), { path: '/items/a1' })
    expect([status, json.error.code]).toEqual([403, 'permission_denied'])
    expect(json.error.message).toContain('lacks the scope "sessions"')
  })
})

test('of two surfaces with a path in common, the one that owns the request answers', async () => {
  const other = { ...plainSurface, name: 'other', routes: [route({ ...(routes[0] as Route), handler: ({ ctx }: Call) => void (ctx.body = { of: 'other' }) })] }
  const { port } = await listening([as(['sessions']), jsonBody(10_000), routing([other, { ...plainSurface, routes }], {} as ServedServices, {} as Config)])
  expect((await send(port, { path: '/items/a1' })).json).toMatchObject({ route: '/items/:id' })
})
