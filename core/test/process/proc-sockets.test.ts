import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionEnds } from '../../src/process/connection-ends.ts'
import { findPeer } from '../../src/process/process-table.ts'

const children: ChildProcess[] = []
const servers: Server[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) server.close()
})

/** A server, and the connection of a process that has connected to it and waits. */
async function connection(listen: string, connect: string): Promise<{ readonly child: ChildProcess; readonly socket: Socket }> {
  const server = createServer().listen(0, listen)
  servers.push(server)
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const { port } = server.address() as AddressInfo
  const child = spawn(process.execPath, ['-e', `require('node:net').connect({ port: ${port}, host: '${connect}' })`], { env: {}, stdio: 'ignore' })
  children.push(child)
  const [socket] = await accepted
  socket.on('error', () => {}) // its end is killed
  return { child, socket }
}

const endsOf = ({ localAddress, localPort, remoteAddress, remotePort }: Socket): ConnectionEnds => ({ localAddress, localPort, remoteAddress, remotePort })

/** Why this cannot be seen here, as part of a test's name. */
const without = (missing: boolean, what: string) => (missing ? ` (left out: ${what})` : '')
const notLinux = process.platform !== 'linux'
const addresses = Object.values(networkInterfaces()).flat()
const noIPv6 = !addresses.some((one) => one?.address === '::1')
const own = addresses.find((one) => one?.family === 'IPv4' && !one.internal)?.address

describe.skipIf(notLinux)(`the process at the other end of a connection${without(notLinux, 'only Linux tells')}`, () => {
  test('is found over IPv4', async () => {
    const { child, socket } = await connection('127.0.0.1', '127.0.0.1')
    expect(await findPeer(socket)).toBe(child.pid)
  })

  test.skipIf(noIPv6).each([
    ['over IPv6', '::1', '::1'],
    ['where the server takes IPv4 as IPv6', '::', '127.0.0.1'],
    ['where the client calls IPv4 by IPv6', '127.0.0.1', '::ffff:127.0.0.1'],
  ])(`is found %s${without(noIPv6, 'no IPv6 here')}`, async (_title, listen, connect) => {
    const { child, socket } = await connection(listen, connect)
    expect(await findPeer(socket)).toBe(child.pid)
  })

  test.skipIf(own === undefined)(`is found where it uses another address of this machine${without(own === undefined, 'it has none')}`, async () => {
    const { child, socket } = await connection('0.0.0.0', own as string)
    expect(socket.remoteAddress).toBe(own)
    expect(await findPeer(socket)).toBe(child.pid)
  })

  test('is the right one of several', async () => {
    const both = [await connection('127.0.0.1', '127.0.0.1'), await connection('127.0.0.1', '127.0.0.1')]
    expect(await Promise.all(both.map(({ socket }) => findPeer(socket)))).toEqual(both.map(({ child }) => child.pid))
  })

  test('is unknown once it is gone, and of a connection that is', async () => {
    const { child, socket } = await connection('127.0.0.1', '127.0.0.1')
    const ends = endsOf(socket)
    const closed = once(socket, 'close')
    child.kill('SIGKILL')
    socket.resume()
    await closed
    expect(await findPeer(ends)).toBeUndefined()
    expect(await findPeer(socket)).toBeUndefined()
  })

  test('is not looked for on another machine, and nonsense finds nobody', async () => {
    const { socket } = await connection('127.0.0.1', '127.0.0.1')
    const ends = endsOf(socket)
    expect(await findPeer({ ...ends, remoteAddress: '192.0.2.7' })).toBeUndefined()
    expect(await findPeer({ ...ends, remotePort: 1 })).toBeUndefined()
    expect(await findPeer({ localPort: 1, remotePort: 2, localAddress: '::1', remoteAddress: '::1' })).toBeUndefined()
    expect(await findPeer({})).toBeUndefined()
  })

  const notRoot = process.geteuid?.() !== 0
  test.skipIf(notRoot)(`is unknown where it is another user's${without(notRoot, 'only root can be two users')}`, async () => {
    const { child, socket } = await connection('127.0.0.1', '127.0.0.1')
    process.seteuid?.(65534)
    try {
      expect(await findPeer(socket)).toBeUndefined()
    } finally {
      process.seteuid?.(0)
    }
    expect(await findPeer(socket)).toBe(child.pid)
  })
})
