import { ClinvkError } from '@clinvk/plugin-sdk'
import { isLoopback } from '../../schema/is-loopback.ts'
import { isPublicAddress } from './public-address.ts'

/** Whether an address that a host's name leads to may be connected to. */
export type Reachable = (address: string) => boolean

/** A host that may be asked over TLS: its name, `*` for the first part of it or for all, and its port as URLs have it. */
interface HostRule {
  readonly name: string
  readonly port: string
}

/** From where pictures are fetched, as `server.image_urls` says. */
export class PictureHosts {
  readonly #origins: readonly string[]
  readonly #hosts: readonly HostRule[]

  /** Errors: `config_invalid` for a rule that no URL could follow. */
  constructor(rules: readonly string[]) {
    this.#origins = rules.filter(isOrigin).map((rule) => parsed(rule, rule).origin)
    this.#hosts = rules.filter((rule) => !isOrigin(rule)).map(hostRule)
  }

  /** Whether anything is fetched at all. */
  get any(): boolean {
    return this.#origins.length + this.#hosts.length > 0
  }

  /**
   * Which addresses may be connected to for a URL; undefined: it is not fetched. Hosts are asked over TLS, at public addresses. A
   * server of this machine is asked only where its whole origin is named, and then nowhere else.
   */
  reachable({ protocol, hostname, port, origin, username, password }: URL): Reachable | undefined {
    if (username !== '' || password !== '') return undefined
    if (this.#origins.includes(origin) && isLoopback(hostname)) return isLoopback
    const host = hostname.replace(/\.$/, '')
    return protocol === 'https:' && this.#hosts.some((rule) => fits(rule, host, port)) ? isPublicAddress : undefined
  }
}

function isOrigin(rule: string): boolean {
  return rule.includes('://')
}

/** A rule as URLs are written: in small letters, and without a port that goes without saying. */
function hostRule(rule: string): HostRule {
  const { hostname, port } = parsed(`https://${rule.replace('*', 'any')}`, rule)
  return { name: rule.startsWith('*') ? hostname.replace('any', '*') : hostname, port }
}

function parsed(url: string, rule: string): URL {
  if (URL.canParse(url)) return new URL(url)
  throw new ClinvkError('config_invalid', `server.image_urls: "${rule}" is no host and no origin of this machine`, { hint: 'Write pictures.example.com, *.example.com, * or http://127.0.0.1:9000, with a port up to 65535.', details: { key: 'server.image_urls' } })
}

function fits({ name, port }: HostRule, host: string, hostPort: string): boolean {
  return port === hostPort && (name === '*' || name === host || (name.startsWith('*.') && host.endsWith(name.slice(1))))
}
