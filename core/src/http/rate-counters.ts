import type { Redis } from 'ioredis'
import type { Log } from '../log.ts'

/** What the limiter keeps for one caller. */
interface Window {
  /** Seconds since 1970, with fractions. */
  readonly reset: number
}

/** Most callers that are counted at the same time; beyond that the oldest is forgotten. */
const mostCallers = 10_000

/** How long a Redis may take to connect, and to answer, milliseconds. */
const firstMs = 2000

/** The limiter's memory, which never forgets by itself. */
class WindowMap extends Map<string, Window> {
  override set(key: string, window: Window): this {
    if (this.size >= mostCallers && !this.has(key)) this.delete(this.keys().next().value as string)
    return super.set(key, window)
  }

  forget(now: number): void {
    for (const [key, { reset }] of this) if (reset * 1000 < now) this.delete(key)
  }
}

/** Where requests are counted. It outlives the configurations of a server, so that a change of the file forgives nobody. */
export class RateCounters {
  readonly memory = new WindowMap()
  readonly #log: Log
  #sweep: NodeJS.Timeout | undefined
  #redis: { readonly url: string; readonly client: Promise<Redis> } | undefined

  constructor(log: Log) {
    this.#log = log
  }

  /** Forgets windows that are over, again and again; holds no process. */
  sweepEvery(milliseconds: number): void {
    clearInterval(this.#sweep)
    this.#sweep = setInterval(() => this.memory.forget(Date.now()), milliseconds)
    this.#sweep.unref()
  }

  /** The connection to a Redis, which is opened when it is first asked for. While it is down, its commands fail at once. */
  async redis(url: string): Promise<Redis> {
    if (this.#redis?.url !== url) {
      this.#leave()
      const client = this.#connect(url)
      client.catch(() => this.#log.warn('server.rate_limit_redis_url is no address of a Redis, so requests are counted in memory'))
      this.#redis = { url, client }
    }
    return this.#redis.client
  }

  async #connect(url: string): Promise<Redis> {
    const { Redis: Client } = await import('ioredis')
    const client = new Client(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: firstMs, commandTimeout: firstMs, retryStrategy: (times) => Math.min(times * 200, 5000) })
    let down = false
    // Said once, not for each attempt; the URL may hold a password.
    const fails = (problem: string) => {
      if (!down && this.#redis?.url === url) this.#log.warn(`the Redis of server.rate_limit_redis_url cannot be reached (${problem}), so requests are counted in memory`)
      down = true
    }
    client.on('error', ({ code, name }: NodeJS.ErrnoException) => fails(code ?? name))
    client.on('close', () => fails('connection closed'))
    client.on('ready', () => (down = false))
    // The first request waits for it; later ones are not held up by a connection that is lost.
    await Promise.race([new Promise((resolve) => client.once('ready', resolve).once('error', resolve)), new Promise((resolve) => setTimeout(resolve, firstMs).unref())])
    return client
  }

  close(): void {
    clearInterval(this.#sweep)
    this.#leave()
  }

  /** Closes the connection; that it is closed then is nothing to tell. */
  #leave(): void {
    const left = this.#redis
    this.#redis = undefined
    left?.client.then((client) => client.disconnect()).catch(() => undefined) // it never began
  }
}
