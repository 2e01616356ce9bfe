import { isIP } from 'node:net'
import { ClinvkError } from '@clinvk/plugin-sdk'
import ratelimit from 'koa-ratelimit'
import type { HttpContext, HttpMiddleware } from '../context.ts'
import type { RateCounters } from '../rate-counters.ts'

/** Requests a second on average, and at once. */
type Rate = { readonly rps: number; readonly burst: number }

/** The limits of a server. */
export interface RateRules {
  /** Of everyone who has none of their own; absent: none. */
  readonly rate?: Rate
  /** Empty: counted in memory. */
  readonly redisUrl: string
}

const headers = { total: 'RateLimit-Limit', remaining: 'RateLimit-Remaining', reset: 'RateLimit-Reset' } as const

/**
 * Lets each caller, by key, else by address, have `burst` requests every `burst / rps` seconds. Errors: `rate_limit_exceeded`.
 * While Redis is down, memory counts.
 */
export function rateLimit({ rate, redisUrl }: RateRules, counters: RateCounters): HttpMiddleware {
  const limited = async (ctx: HttpContext, counts: Rate, next: () => Promise<void>): Promise<void> => {
    const within = await admit(ctx, counts, redisUrl, counters)
    if (!within) {
      const after = Math.max(1, Number(ctx.response.get(headers.reset)))
      ctx.remove('Retry-After')
      throw new ClinvkError('rate_limit_exceeded', 'rate limit exceeded, please retry later', { hint: `Try again in ${after} s.`, details: { retry_after_secs: after } })
    }
    await next()
  }
  return (ctx, next) => {
    const counts = ctx.state.caller.rate ?? rate
    return counts === undefined ? next() : limited(ctx, counts, next)
  }
}

/** Counts this request; false when it is one too many. */
async function admit(ctx: HttpContext, rate: Rate, redisUrl: string, counters: RateCounters): Promise<boolean> {
  if (redisUrl !== '') {
    try {
      return await count(ctx, rate, { driver: 'redis', db: (await counters.redis(redisUrl)) as never })
    } catch {
      // Told by the connection itself. A server that cannot count together counts alone.
    }
  }
  return count(ctx, rate, { driver: 'memory', db: counters.memory })
}

async function count(ctx: HttpContext, { rps, burst }: Rate, store: Pick<Parameters<typeof ratelimit>[0] & object, 'driver' | 'db'>): Promise<boolean> {
  let within = false
  const limit = ratelimit({ ...store, duration: Math.ceil((burst / rps) * 1000), max: burst, namespace: 'clinvk:rate', id: () => callerId(ctx), headers })
  await limit(ctx as unknown as Parameters<typeof limit>[0], async () => {
    within = true
  })
  // It tells a moment, with fractions; the header is meant to hold whole seconds until then.
  ctx.set(headers.reset, String(Math.max(0, Math.ceil(Number(ctx.response.get(headers.reset)) - Date.now() / 1000))))
  return within
}

/** A whole IPv6 network is one caller: each has as many addresses as it likes. */
function callerId(ctx: HttpContext): string {
  const { name } = ctx.state.caller
  if (name !== undefined) return `key:${name}`
  return `ip:${isIP(ctx.ip) === 6 ? network(ctx.ip) : ctx.ip}`
}

/** The first 64 bits of an IPv6 address. */
function network(address: string): string {
  const [head, tail] = address.split('::') as [string, string?]
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length
  return [...front, ...Array<string>(Math.max(0, zeros)).fill('0'), ...back].slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16)).join(':')
}
