import { Agent } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { observeRequest } from '../../../src/http/middleware/observe-request.ts'
import { routePattern } from '../../../src/http/path-pattern.ts'
import { type Route, route } from '../../../src/http/route.ts'
import { createServerLog } from '../../../src/http/server-log.ts'
import { Metrics } from '../../../src/observe/metrics.ts'
import { answer, listening, plainSurface, send } from '../listening.ts'

const row = (path: string): Route => route({ method: 'GET', path, operationId: 'x', summary: 'x', scope: 'run', schemas: { responses: {} }, handler: () => {} })
const pattern = routePattern([{ ...plainSurface, routes: [row('/items/:id'), row('/items/all'), row('/a.b')] }])
const lines: string[] = []
const view = { pattern, log: createServerLog({ level: 'debug', write: (text) => void lines.push(text) }), commands: false }
const standing = { slots: { max: 1, active: 0, waiting: 0 }, sessions: { active: 0, created: 0 }, backends: [] }
const counts = async (metrics: Metrics, name: string) => (await metrics.text(standing)).split('\n').filter((line) => line.startsWith(name))

test('a fixed path comes before one with parts, a dot is a dot, and what fits none has no pattern', () => {
  expect(['/items/all', '/items/7', '/items/7/8', '/a.b', '/axb'].map(pattern)).toEqual(['/items/all', '/items/:id', undefined, '/a.b', undefined])
})

test('a request is counted under its route, also when it was refused before it was routed; 10,000 random paths are one label', async () => {
  const metrics = new Metrics()
  const refuse: HttpMiddleware = async (ctx) => {
    ctx.status = 401
  }
  const { port } = await listening([observeRequest({ metrics }, view), refuse])
  await send(port, { path: '/items/7' })
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const random = () => send(port, { agent, path: `/${Math.random().toString(36).slice(2)}/${Math.random()}` })
  for (let i = 0; i < 10_000; i += 100) await Promise.all(Array.from({ length: 100 }, random))
  await expect.poll(async () => (await counts(metrics, 'clinvk_requests_total')).sort()).toEqual(['clinvk_requests_total{method="GET",path="/items/:id",status="401"} 1', 'clinvk_requests_total{method="GET",path="unmatched",status="401"} 10000'])
}, 60_000)

test('with metrics each part of a stream leaves at once, and it is open until its end', async () => {
  const metrics = new Metrics()
  let say = (_text: string | null) => {}
  const stream: HttpMiddleware = async (ctx) => {
    const body = new Readable({ read: () => {} })
    say = (text) => void body.push(text)
    ctx.type = 'text/event-stream'
    ctx.body = body
    ctx.flushHeaders()
    say('first')
  }
  const { port } = await listening([observeRequest({ metrics }, view), stream])
  const answered = await fetch(`http://127.0.0.1:${port}/`)
  const reader = (answered.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  // Nothing but this one part was said yet.
  expect((await reader.read()).value).toBe('first')
  expect(await counts(metrics, 'clinvk_open_streams')).toEqual(['clinvk_open_streams 1'])
  say(null)
  expect((await reader.read()).done).toBe(true)
  await expect.poll(() => counts(metrics, 'clinvk_open_streams')).toEqual(['clinvk_open_streams 0'])
})

test('a client that went before its answer is counted as 499', async () => {
  const metrics = new Metrics()
  let began = () => {}
  const asked = new Promise<void>((resolve) => (began = resolve))
  let closed: Promise<unknown> = Promise.resolve()
  const never: HttpMiddleware = async (ctx) => {
    closed = once(ctx.res, 'close')
    began()
    await new Promise<void>((resolve) => ctx.state.signal.addEventListener('abort', () => resolve()))
  }
  const { port } = await listening([observeRequest({ metrics }, view), never])
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  socket.write('GET /items/all HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await asked
  socket.destroy()
  await closed
  expect(await counts(metrics, 'clinvk_requests_total')).toEqual(['clinvk_requests_total{method="GET",path="/items/all",status="499"} 1'])
})

test('Server-Timing has the steps of the first run', async () => {
  const { port } = await listening([
    observeRequest({}, view),
    answer((ctx) => {
      const watch = ctx.state.observe?.({ run_id: 'r', backend: 'acme' })
      watch?.slot?.()
      watch?.spawned?.(1)
      watch?.firstEvent?.()
      return ctx.state.timing.toString()
    }),
  ])
  expect((await send(port)).text).toMatch(/^queue;dur=[\d.]+, spawn;dur=[\d.]+, first_event;dur=[\d.]+, total;dur=[\d.]+$/)
})
