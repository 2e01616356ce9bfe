import { isLoopback } from '../../schema/is-loopback.ts'
import { isPublicAddress } from './public-address.ts'

/** Whether an address that a host's name leads to may be connected to. */
export type Reachable = (address: string) => boolean

/** From where pictures are fetched, as `server.image_urls` says. */
export class PictureHosts {
  readonly #rules: readonly string[]

  constructor(rules: readonly string[]) {
    this.#rules = rules
  }

  /** Whether anything is fetched at all. */
  get any(): boolean {
    return this.#rules.length > 0
  }

  /**
   * Which addresses may be connected to for a URL; undefined: it is not fetched. Hosts are asked over TLS, at public addresses. A
   * server of this machine is asked only where its whole origin is named, and then nowhere else.
   */
  reachable({ protocol, hostname, port, origin, username, password }: URL): Reachable | undefined {
    if (username !== '' || password !== '') return undefined
    if (this.#rules.includes(origin) && isLoopback(hostname)) return isLoopback
    const host = hostname.replace(/\.$/, '')
    return protocol === 'https:' && this.#rules.some((rule) => fits(rule.toLowerCase(), host, port)) ? isPublicAddress : undefined
  }
}

function fits(rule: string, host: string, port: string): boolean {
  const [name = '', rulePort = ''] = rule.split(':')
  if (port !== rulePort) return false
  return name === '*' || name === host || (name.startsWith('*.') && host.endsWith(name.slice(1)))
}
