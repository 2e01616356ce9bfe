import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { bodyLimit, bodySize } from '../../../src/http/middleware/body-size.ts'
import { answer, listening, send } from '../listening.ts'

test.each([
  ['less than the limit', 10, '123456789', 200],
  ['the limit itself', 10, '1234567890', 200],
  ['one byte more', 10, '12345678901', 413],
  ['any size without a limit', bodyLimit(0), 'x'.repeat(100_000), 200],
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

test.each([0, 1e12])('a body that no text can hold is refused with the limit %d, too: reading it would end the server', async (configured) => {
  const { port } = await listening([bodySize(bodyLimit(configured)), answer()])
  const socket = connect(port, '127.0.0.1', () => socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 536870889\r\n\r\n'))
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 413 /)
  socket.destroy()
  expect(bodyLimit(configured)).toBeLessThanOrEqual('x'.repeat(536_870_888).length)
})
