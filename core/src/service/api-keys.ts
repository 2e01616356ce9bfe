import { createHash, timingSafeEqual } from 'node:crypto'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import { scopes } from '../schema/server-config.ts'
import { type Caller, lesser } from './caller.ts'

/** What is known of whoever asks: nobody needs a key; a known key; none or a wrong one; keys that cannot be read just now. */
export type Identity =
  | { readonly kind: 'open' | 'known'; readonly caller: Caller }
  | { readonly kind: 'missing' | 'invalid' | 'unavailable' }

/** What the keys are read from. */
export interface ApiKeyOptions {
  readonly config: Config['server']
  readonly env: Readonly<Record<string, string | undefined>>
  /** `gopass show --password PATH`, ended after 5 s. */
  readonly gopass: (path: string) => Promise<{ readonly code: number | null; readonly stdout: string }>
  /** Says what is wrong with a source; gets no key. */
  readonly warn: (message: string) => void
  /** Milliseconds since some start. */
  readonly clock?: () => number
}

interface KnownKey {
  readonly hash: Buffer
  readonly caller: Caller
}

/** How long what gopass said is good for, and how long that it failed, milliseconds. */
const maxAgeMs = 5 * 60 * 1000
const failureAgeMs = 5000

const gopassPath = /^[A-Za-z0-9/_.][A-Za-z0-9/_.-]*$/

/**
 * The API keys: those of `server.keys`, and beside them those of `CLINVK_API_KEYS`, else those that gopass keeps. A source that is
 * configured and fails closes the server: it never opens it. Keys are compared by their hashes, in constant time.
 */
export class ApiKeys {
  readonly #options: ApiKeyOptions
  readonly #fixed: readonly KnownKey[]
  readonly #gopass: string | undefined
  readonly #clock: () => number
  #asked: { readonly until: number; readonly keys: readonly KnownKey[] | undefined } | undefined
  #asking: Promise<readonly KnownKey[] | undefined> | undefined

  /** Errors: `config_invalid` for a key without a value, or a path that gopass cannot have. */
  constructor(options: ApiKeyOptions) {
    this.#options = options
    this.#clock = options.clock ?? (() => performance.now())
    const { config, env } = options
    const listed = env['CLINVK_API_KEYS']
    const fromEnvironment = listed === undefined ? undefined : splitKeys(listed)
    this.#gopass = fromEnvironment === undefined && config.api_keys_gopass_path !== '' ? config.api_keys_gopass_path : undefined
    if (this.#gopass !== undefined && !gopassPath.test(this.#gopass)) {
      throw new ClinvkError('config_invalid', `server.api_keys_gopass_path "${this.#gopass}" is no path of gopass`, { hint: 'Use letters, digits, "/", "_", "." and "-".', details: { key: 'server.api_keys_gopass_path' } })
    }
    this.#fixed = [...this.#configured(), ...this.#everything('env', fromEnvironment ?? [])]
    // An empty list is a mistake, most likely a variable that was to be filled: it must not open the server.
    this.configured = fromEnvironment !== undefined || this.#gopass !== undefined || this.#fixed.length > 0
  }

  /** Whether a key is needed at all. */
  readonly configured: boolean

  /** Who presents this key; absent: no key was sent. A promise only where gopass has to be asked. */
  identify(presented: string | undefined): Identity | Promise<Identity> {
    if (!this.configured) return { kind: 'open', caller: { scopes, max_permission: this.#options.config.max_permission } }
    if (presented === undefined) return { kind: 'missing' }
    const hash = sha256(presented)
    const found = find(this.#fixed, hash)
    if (found !== undefined) return { kind: 'known', caller: found }
    return this.#gopass === undefined ? { kind: 'invalid' } : this.#identifyByGopass(this.#gopass, hash)
  }

  async #identifyByGopass(path: string, hash: Buffer): Promise<Identity> {
    const kept = await this.#fromGopass(path)
    if (kept === undefined) return { kind: 'unavailable' }
    const caller = find(kept, hash)
    return caller === undefined ? { kind: 'invalid' } : { kind: 'known', caller }
  }

  /** Reads the keys that others keep, so that what is wrong is known before the first request. */
  async warm(): Promise<void> {
    if (this.#gopass !== undefined) await this.#fromGopass(this.#gopass)
  }

  #configured(): KnownKey[] {
    const { config, env } = this.#options
    const keys = Object.entries(config.keys).map(([name, { sha256: hex, env: variable, scopes: allowed = scopes, backends, max_permission: most = 'full', rps, burst = 0 }]) => {
      const value = variable === undefined ? undefined : env[variable]
      if (/^(?:env|gopass)-\d+$/.test(name)) throw unusable(name, 'has a name that is kept for keys of CLINVK_API_KEYS and gopass: sessions belong to names', 'Give it another name.')
      if ((hex === undefined) === (variable === undefined)) throw unusable(name, 'needs either sha256 or env', 'Give one of them.')
      if (variable !== undefined && (value === undefined || value === '')) throw unusable(name, `names the variable ${variable}, which is not set`, `Set ${variable} where the server is started.`)
      const caller: Caller = {
        name,
        scopes: allowed,
        max_permission: lesser(config.max_permission, most),
        ...(backends === undefined ? {} : { backends }),
        ...(rps === undefined ? {} : { rate: { rps, burst: burst > 0 ? burst : 2 * rps } }),
      }
      return { hash: hex === undefined ? sha256(value ?? '') : Buffer.from(hex, 'hex'), caller }
    })
    for (const [index, { hash, caller }] of keys.entries()) {
      const same = keys.slice(0, index).find((other) => other.hash.equals(hash))
      if (same !== undefined) throw unusable(String(caller.name), `is the same key as server.keys.${same.caller.name}: it cannot be told which of the two it is`, 'Give each a key of its own.')
    }
    return keys
  }

  #everything(source: string, keys: readonly string[]): KnownKey[] {
    return keys.map((key, index) => ({ hash: sha256(key), caller: { name: `${source}-${index + 1}`, scopes, max_permission: this.#options.config.max_permission } }))
  }

  /** Asked once for all who wait. */
  #fromGopass(path: string): Promise<readonly KnownKey[] | undefined> {
    if (this.#asked !== undefined && this.#clock() < this.#asked.until) return Promise.resolve(this.#asked.keys)
    this.#asking ??= this.#askGopass(path).finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #askGopass(path: string): Promise<readonly KnownKey[] | undefined> {
    const { code, stdout } = await this.#options.gopass(path)
    const found = code === 0 ? splitKeys(stdout) : []
    if (found.length === 0) {
      this.#options.warn(`the API keys cannot be read: gopass ${code === 0 ? 'gave none' : code === null ? 'did not answer' : `ended with exit code ${code}`}; requests are refused meanwhile`)
      this.#asked = { until: this.#clock() + failureAgeMs, keys: undefined }
      return undefined
    }
    const keys = this.#everything('gopass', found)
    this.#asked = { until: this.#clock() + maxAgeMs, keys }
    return keys
  }
}

function splitKeys(text: string): string[] {
  return text.split(/[,\r\n]/).map((key) => key.trim()).filter((key) => key !== '')
}

/** Looks at every key, so that the time does not tell which one it was. The first one counts: what a name says of a key is not lifted by a list that it is on, too. */
function find(keys: readonly KnownKey[], hash: Buffer): Caller | undefined {
  let found: Caller | undefined
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found ??= key.caller
  return found
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function unusable(name: string, problem: string, hint: string): ClinvkError {
  return new ClinvkError('config_invalid', `server.keys.${name} ${problem}`, { hint, details: { key: `server.keys.${name}` } })
}
