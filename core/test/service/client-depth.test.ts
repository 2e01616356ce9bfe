import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientDepth } from '../../src/service/client-depth.ts'

let server: Server
let children: ChildProcess[]
beforeEach(async () => {
  children = []
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  for (const { pid, exitCode } of children) if (exitCode === null) process.kill(-(pid as number), 'SIGKILL')
  server.close()
})

/** The server's end of a connection that some program begins; `CONNECT` in its words is a program that connects and waits. */
async function client(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Socket> {
  const { port } = server.address() as AddressInfo
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const child = spawn(words[0] as string, words.slice(1), { env: { ...env, CONNECT: `require('node:net').connect(${port}, '127.0.0.1')`, NODE: process.execPath }, stdio: 'ignore', detached: true })
  children.push(child)
  const [socket] = await accepted
  socket.on('error', () => {}) // its end is killed
  return socket
}

const connects = ['/bin/sh', '-c', 'exec "$NODE" -e "$CONNECT"'] as const
const notLinux = process.platform !== 'linux'
const reason = notLinux ? ' (left out: only Linux tells)' : ''

describe.skipIf(notLinux)(`how deep in runs a client is${reason}`, () => {
  test('says its own variable', async () => {
    expect(await clientDepth(await client(connects, { CLINVK_DEPTH: '2' }))).toBe('2')
  })

  test('says the nearest process above, where it has none', async () => {
    // As Codex CLI starts its helpers: with few variables.
    const socket = await client(['/bin/sh', '-c', '/usr/bin/env -u CLINVK_DEPTH "$NODE" -e "$CONNECT"; true'], { CLINVK_DEPTH: '1' })
    expect(await clientDepth(socket)).toBe('1')
  })

  test('is passed on as it is when it is no number: what reads it refuses that', async () => {
    expect(await clientDepth(await client(connects, { CLINVK_DEPTH: 'x' }))).toBe('x')
  })
})

test('a client that no run started has none, nor has one that is gone', async () => {
  const socket = await client(connects, {})
  expect(await clientDepth(socket)).toBe(process.env['CLINVK_DEPTH'])
  socket.destroy()
  expect(await clientDepth(socket)).toBeUndefined()
  expect(await clientDepth({ localAddress: 'x', localPort: 1, remoteAddress: 'x', remotePort: 2 })).toBeUndefined()
})
