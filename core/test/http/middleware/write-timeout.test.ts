import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { writeTimeout } from '../../../src/http/middleware/write-timeout.ts'
import { answer, listening, send } from '../listening.ts'

test('a client that takes nothing of its answer is given up', async () => {
  let told = () => {}
  const ended = new Promise<void>((resolve) => (told = resolve))
  const watch: HttpMiddleware = async (ctx, next) => {
    ctx.res.once('close', () => told())
    await next()
  }
  const { port } = await listening([watch, writeTimeout(50), answer(() => 'x'.repeat(50_000_000))])
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))
  socket.pause().on('error', () => undefined) // a reset is what is looked for
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await ended
  let bytes = 0
  socket.on('data', (chunk) => (bytes += chunk.length)).resume()
  await closed
  expect(bytes).toBeLessThan(50_000_000)
})

test('one that takes it slowly is not, however long it takes', async () => {
  const size = 30_000_000
  const { port } = await listening([writeTimeout(200), answer(() => 'x'.repeat(size))])
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'))
  const started = performance.now()
  let bytes = 0
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    socket.pause()
    setTimeout(() => socket.resume(), 2)
  })
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  expect(bytes).toBeGreaterThan(size)
  expect(performance.now() - started).toBeGreaterThan(400)
})

test('one that takes it at once is not', async () => {
  const { port } = await listening([writeTimeout(20), answer(() => 'x'.repeat(1000))])
  expect((await send(port)).text.length).toBe(1000)
})
