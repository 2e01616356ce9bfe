import { connect } from 'node:net'
import { ClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../src/http/context.ts'
import type { EventFormat } from '../../src/http/event-format.ts'
import { ndjson } from '../../src/http/ndjson.ts'
import { streamRun } from '../../src/http/run-stream.ts'
import { sse } from '../../src/http/sse.ts'
import { listening, send } from './listening.ts'

const event = (type: string, sequence: number, content: object = {}): WireEvent => ({ type, backend: 'codex', timestamp: '2026-01-01T00:00:00.000Z', sequence, content }) as unknown as WireEvent

/** Answers with these events; counts how often the run was ended. */
function streaming(events: (signal: AbortSignal) => AsyncGenerator<WireEvent>, format: EventFormat = ndjson) {
  const ended: string[] = []
  const route: HttpMiddleware = (ctx) => streamRun(ctx, events(ctx.state.signal), { format, stallMs: 60_000, finished: async () => void ended.push('ended') })
  return { ended, route }
}

test('events are lines, the time of all is in the trailer', async () => {
  const { route, ended } = streaming(async function* () {
    yield event('init', 1)
    yield event('done', 2)
  })
  const { port, activity } = await listening([route])
  const { status, headers, text } = await send(port)
  expect([status, headers['content-type'], headers['cache-control'], headers['x-accel-buffering']]).toEqual([200, 'application/x-ndjson', 'no-cache, no-transform', 'no'])
  expect(text.trim().split('\n').map((line) => (JSON.parse(line) as WireEvent).type)).toEqual(['init', 'done'])
  await activity.idle()
  expect(ended).toEqual(['ended'])
})

test('a client of HTTP/1.0, such as a proxy, gets the stream without a trailer, up to the end of the connection', async () => {
  const { route, ended } = streaming(async function* () {
    yield event('init', 1)
    yield event('done', 2)
  })
  const { port, activity } = await listening([route])
  const client = connect(port, '127.0.0.1', () => client.write('GET / HTTP/1.0\r\nHost: localhost\r\n\r\n'))
  let said = ''
  for await (const chunk of client) said += String(chunk)
  expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(said).not.toMatch(/trailer/i)
  expect(said.split('\r\n\r\n')[1]?.trim().split('\n').map((line) => (JSON.parse(line) as WireEvent).type)).toEqual(['init', 'done'])
  await activity.idle()
  expect(ended).toEqual(['ended'])
})

test('server-sent events have the name and number of the event', async () => {
  const { route } = streaming(async function* () {
    yield event('message', 1, { text: 'a\nb\r\n\ndata: c' })
  }, sse)
  const { text } = await send((await listening([route])).port)
  expect(text).toBe(`id: 1\nevent: message\ndata: ${JSON.stringify(event('message', 1, { text: 'a\nb\r\n\ndata: c' }))}\n\n`)
})

test('the limit of time for an answer does not hold for a stream, also while its first event is awaited', async () => {
  let lifted = false
  let seen: boolean | undefined
  const { route } = streaming(async function* () {
    seen = lifted
    yield event('done', 1)
  })
  const { port } = await listening([(ctx, next) => ((ctx.state.liftDeadline = () => (lifted = true)), next()), route])
  expect((await send(port)).status).toBe(200)
  expect(seen).toBe(true)
})

test('what is refused before the first event has its own status, and the run is ended', async () => {
  const { route, ended } = streaming(async function* () {
    if (ended.length === 0) throw new ClinvkError('overloaded', 'no slot', { details: { retry_after_secs: 7 } })
    yield event('done', 1)
  })
  const { port, activity } = await listening([route])
  const { status, headers, json } = await send(port)
  expect([status, headers['retry-after'], json.error.code]).toEqual([503, '7', 'overloaded'])
  expect([ended, activity.count]).toEqual([['ended'], 0])
})

test('what fails later becomes the last event', async () => {
  const { route, ended } = streaming(async function* () {
    yield event('init', 1)
    throw new TypeError('SECRET')
  })
  const { port, warnings } = await listening([route])
  const lines = (await send(port)).text.trim().split('\n').map((line) => JSON.parse(line) as WireEvent)
  expect(lines.at(-1)).toMatchObject({ type: 'error', sequence: 2, content: { code: 'internal_error' } })
  expect(JSON.stringify([lines, warnings])).not.toContain('SECRET')
  expect(ended).toEqual(['ended'])
})

test('the head and each event leave at once', async () => {
  let go = () => {}
  const { route } = streaming(async function* () {
    yield event('init', 1)
    await new Promise<void>((resolve) => (go = resolve))
    yield event('done', 2)
  })
  const { port } = await listening([route])
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
  let said = ''
  await new Promise<void>((resolve) => socket.on('data', (chunk) => ((said += String(chunk)), said.includes('"init"') && resolve())))
  expect(said).not.toContain('"done"')
  go()
  await new Promise<void>((resolve) => socket.on('data', () => said.includes('"done"') && resolve()))
  socket.destroy()
})

test.each(['before the first event', 'between two events'])('a client that goes %s ends the run once', async (when) => {
  let begun = () => {}
  const began = new Promise<void>((resolve) => (begun = resolve))
  const { route, ended } = streaming(async function* (signal) {
    if (when !== 'before the first event') yield event('init', 1)
    begun()
    // As the process layer does: the abort ends the run, whatever it waits for.
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    yield event('error', 2, { code: 'cancelled', message: 'x' })
  })
  const { port, activity } = await listening([route])
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
  await began
  socket.destroy()
  await expect.poll(() => [ended, activity.count]).toEqual([['ended'], 0])
})
