import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { accessLog } from '../../../src/http/middleware/access-log.ts'
import { createServerLog } from '../../../src/http/server-log.ts'
import { answer, listening, send } from '../listening.ts'

/** A log, and how to wait for its next line. */
function logged() {
  const lines: string[] = []
  let heard = () => {}
  const log = createServerLog({ level: 'info', write: (text) => (lines.push(text), heard()) })
  return { log, lines, next: () => (lines.length > 0 ? Promise.resolve() : new Promise<void>((resolve) => (heard = resolve))) }
}

test('each request is one line of JSON, without query, headers and body', async () => {
  const { log, lines, next } = logged()
  const named: HttpMiddleware = async (ctx, go) => {
    ctx.state.caller = { name: 'ci', scopes: [], max_permission: 'full' }
    ctx.state.route = '/a/:id'
    await go()
  }
  const { port } = await listening([accessLog(log), named, answer(() => 'hello')])
  await send(port, { method: 'POST', path: '/a/7%0A%1B[31m?key=SECRET', headers: { 'X-Request-Id': 'r1', Authorization: 'Bearer SECRET', 'X-Api-Key': 'SECRET' }, body: 'SECRET' })
  await next()
  expect(lines.length).toBe(1)
  expect(lines.join()).not.toContain('SECRET')
  const line = JSON.parse(lines[0] as string) as Record<string, unknown>
  expect(line).toMatchObject({ level: 'info', msg: 'request', request_id: 'r1', method: 'POST', path: '/a/7%0A%1B[31m', route: '/a/:id', status: 200, ip: '127.0.0.1', key: 'ci' })
  expect(line['bytes']).toBeGreaterThan(5)
  expect(line['duration_ms']).toBeGreaterThanOrEqual(0)
  expect(line['aborted']).toBeUndefined()
})

test('a request that fails has the status that the client got', async () => {
  const { log, lines, next } = logged()
  const { port } = await listening([accessLog(log), () => Promise.reject(new Error('SECRET'))])
  await send(port)
  await next()
  expect(JSON.parse(lines[0] as string)).toMatchObject({ status: 500 })
})

test('what looks like a key is never written, whoever logs it', () => {
  const { log, lines } = logged()
  log.info('x', { headers: { authorization: 'Bearer SECRET', 'x-api-key': 'SECRET' }, prompt: 'SECRET', token: 'SECRET' })
  expect(lines.join()).not.toContain('SECRET')
})
