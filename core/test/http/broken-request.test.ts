import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answerBrokenRequests } from '../../src/http/broken-request.ts'

/** What a server says to these bytes, which waits `patience` milliseconds for the rest of a head, and what it logs. */
async function said(bytes: string, patience = 60_000): Promise<{ readonly text: string; readonly logged: readonly unknown[] }> {
  const logged: unknown[] = []
  const server = createServer({ requestTimeout: patience, headersTimeout: patience, connectionsCheckingInterval: 50 }, (_req, res) => void res.end('ok'))
  server.on('clientError', answerBrokenRequests({ info: (message, facts) => logged.push([message, facts]) }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += String(chunk)))
  socket.on('error', () => {}) // bytes that nobody reads any more make the end a reset
  socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  return { text, logged }
}

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', '400 Bad Request', 'invalid_request', undefined],
  ['a head that is too large', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, '431 Request Header Fields Too Large', 'invalid_request', undefined],
  ['a head that never ends', 'GET / HTTP/1.1\r\nHost: x\r\n', '408 Request Timeout', 'timeout', 100],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', '400 Bad Request', 'invalid_request', undefined],
] as const)('%s is answered with an error like every other', async (_title, bytes, status, code, patience) => {
  const { text, logged } = await said(bytes, patience)
  expect(text.startsWith(`HTTP/1.1 ${status}\r\n`)).toBe(true)
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ error: { code, message: expect.stringMatching(/\w/) } })
  expect(logged).toEqual([['broken request', { status: Number.parseInt(status, 10), reason: expect.stringMatching(/^[A-Z_]+$/), ip: '127.0.0.1' }]])
})

test('a good request on the same connection has its answer before', async () => {
  const { text } = await said('GET / HTTP/1.1\r\nHost: x\r\n\r\nhello\r\n\r\n')
  expect(text).toMatch(/^HTTP\/1.1 200 OK/)
})
