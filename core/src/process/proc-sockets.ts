import { readdirSync, readlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { BlockList, isIPv4 } from 'node:net'
import { endianness } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ConnectionEnds } from './connection-ends.ts'

/** Linux: who holds the other end of a connection, as /proc tells it. */

/** So long processes are looked at, milliseconds: a machine with very many gets no answer. */
const patienceMs = 1000

/**
 * The process at the other end of a connection with a server of this process. Undefined: it is on another machine, gone, another
 * user's, or hidden. A few processes are looked at in each turn of the event loop.
 */
export async function findPeerProc(ends: ConnectionEnds): Promise<number | undefined> {
  const rows = rowsOf(ends)
  const inode = rows === undefined ? undefined : await inodeOf(rows)
  return inode === undefined ? undefined : holderOf(`socket:[${inode}]`)
}

/** In which table the peer's socket may stand, and with which two addresses. */
type Row = readonly [table: 'tcp' | 'tcp6', addresses: string]

function rowsOf({ localAddress, localPort, remoteAddress, remotePort }: ConnectionEnds): readonly Row[] | undefined {
  if (localAddress === undefined || localPort === undefined || remoteAddress === undefined || remotePort === undefined) return undefined
  const [server, client] = [plain(localAddress), plain(remoteAddress)]
  // Whoever connects to an address of the own machine does so from that address, unless it is one of loopback.
  if (client !== server && !loopback.check(client, isIPv4(client) ? 'ipv4' : 'ipv6')) return undefined
  const row = (table: Row[0], spell: (address: string) => string): Row => [table, ` ${spell(client)}:${port(remotePort)} ${spell(server)}:${port(localPort)} `]
  if (!isIPv4(client)) return [row('tcp6', (address) => hex(bytes6(address)))]
  // A socket of IPv6 can be connected with an address of IPv4, too.
  return [row('tcp', (address) => hex(bytes4(address))), row('tcp6', (address) => hex([...mapped, ...bytes4(address)]))]
}

async function inodeOf(rows: readonly Row[]): Promise<string | undefined> {
  for (const [table, addresses] of rows) {
    const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '') // a kernel without IPv6 has no tcp6
    const at = text.indexOf(addresses)
    if (at === -1) continue
    // What follows the addresses (proc(5)): state, queues, timer, retransmissions, the owner, a timeout, the inode.
    const [, , , , owner, , inode] = text.slice(at + addresses.length, at + addresses.length + 200).split(/\s+/)
    const self = process.geteuid?.()
    // A connection that its process has closed has no inode.
    return inode === '0' || (self !== 0 && String(self) !== owner) ? undefined : inode
  }
  return undefined
}

/** The newest process that has a file descriptor of this name: clients have mostly begun a short time ago. */
async function holderOf(name: string): Promise<number | undefined> {
  const deadline = performance.now() + patienceMs
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger).sort((a, b) => b - a)
  for (const pid of pids) {
    if (holds(pid, name)) return pid
    if (performance.now() > deadline) return undefined
    await nextTurn()
  }
  return undefined
}

function holds(pid: number, name: string): boolean {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).some((descriptor) => linkOf(`${folder}/${descriptor}`) === name)
  } catch {
    // Gone meanwhile, or somebody else's.
    return false
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    // Closed meanwhile.
    return undefined
  }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** What stands before an address of IPv4 that is written as one of IPv6. */
const mapped = [...Array<number>(10).fill(0), 255, 255]

/** Without a zone; IPv4 in IPv6's clothes as IPv4. */
function plain(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
}

const bytes4 = (address: string): readonly number[] => address.split('.').map(Number)

function bytes6(address: string): readonly number[] {
  // The parser of URLs writes every address in one way: eight groups, or fewer around "::".
  const [before = [], after = []] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after].map((group) => Number.parseInt(group, 16))
  return groups.flatMap((group) => [group >> 8, group & 255])
}

/** Words of 32 bits, each in the order of the machine. */
function hex(bytes: readonly number[]): string {
  const buffer = Buffer.from(bytes)
  return (endianness() === 'LE' ? buffer.swap32() : buffer).toString('hex').toUpperCase()
}

const port = (number: number): string => number.toString(16).toUpperCase().padStart(4, '0')
