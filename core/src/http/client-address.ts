import { BlockList, isIP } from 'node:net'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** Addresses and networks whose word counts. Errors: `config_invalid` for an entry that is neither. */
export function trustedNetworks(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address, bits] = entry.split('/') as [string, string?]
    const family = isIP(address)
    const most = family === 4 ? 32 : 128
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (family === 0 || !(prefix <= most) || entry.split('/').length > 2) {
      throw new ClinvkError('config_invalid', `server.trusted_proxies: "${entry}" is no address and no network`, { hint: 'Write 10.0.0.7, 10.0.0.0/8 or fd00::/8.', details: { key: 'server.trusted_proxies' } })
    }
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** What tells where a request came from. */
export interface AddressHints {
  /** The other end of the connection. */
  readonly peer: string
  /** `X-Forwarded-For`, all of them, parted by commas. */
  readonly forwarded: string
  /** `X-Real-IP`; counts where there is no `X-Forwarded-For`. */
  readonly real: string
}

/**
 * The address of the client. Anyone can send headers: they count only as far as trusted proxies wrote them, so the list is read
 * from the right, up to the first address that is not trusted.
 */
export function clientAddress({ peer, forwarded, real }: AddressHints, trusted: BlockList): string {
  let address = plainAddress(peer) ?? peer
  if (forwarded === '' && real === '') return address
  const hops = forwarded.trim() === '' ? [real] : forwarded.split(',')
  for (const hop of hops.reverse()) {
    if (!isTrusted(address, trusted)) return address
    const before = plainAddress(hop.trim())
    if (before === undefined) return address
    address = before
  }
  return address
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address)
  return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** An address without port, brackets and zone; IPv4 in IPv6's clothes as IPv4. Undefined for what is none. */
export function plainAddress(text: string): string | undefined {
  const bare = (/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(text) ? text.slice(0, text.lastIndexOf(':')) : text)).replace(/%.*$/, '')
  if (isIP(bare) === 0) return undefined
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  return mapped ?? bare.toLowerCase()
}
