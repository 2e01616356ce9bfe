import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { bodySize } from '../../../src/http/middleware/body-size.ts'
import { answer, listening, send } from '../listening.ts'

test.each([
  ['less than the limit', 10, '123456789', 200],
  ['the limit itself', 10, '1234567890', 200],
  ['one byte more', 10, '12345678901', 413],
  ['any size without a limit', 0, 'x'.repeat(100_000), 200],
] as const)('%s', async (_what, limit, body, status) => {
  const { port } = await listening([bodySize(limit), answer()])
  expect((await send(port, { method: 'POST', body })).status).toBe(status)
})

test('what says that it is too large is answered before it is sent, and its connection is closed when it goes on', async () => {
  const { port } = await listening([bodySize(1000), answer()])
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let answered = ''
  socket.on('data', (piece) => (answered += piece))
  socket.on('error', () => {}) // bytes that were on their way when the connection was closed make it a reset
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000000\r\n\r\n')
  const sending = setInterval(() => socket.write('x'.repeat(100)), 20)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(sending)
  expect(answered).toMatch(/^HTTP\/1\.1 413 [\s\S]*"payload_too_large"/)
  expect(answered).toContain('1000 bytes')
})
