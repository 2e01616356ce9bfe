import { execFileSync, spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { HttpMiddleware } from '../../../src/http/context.ts'
import { rateLimit, type RateRules } from '../../../src/http/middleware/rate-limit.ts'
import { RateCounters } from '../../../src/http/rate-counters.ts'
import { answer, listening, type Raw, send } from '../listening.ts'

const warnings: string[] = []
let counters: RateCounters
beforeEach(() => {
  warnings.length = 0
  counters = new RateCounters({ debug: () => {}, warn: (message) => warnings.push(message) })
})
afterEach(() => counters.close())

/** Who asks stands in headers of the test. */
const as: HttpMiddleware = async (ctx, next) => {
  const name = ctx.get('x-test-key')
  if (ctx.get('x-test-ip') !== '') ctx.request.ip = ctx.get('x-test-ip')
  if (name !== '') ctx.state.caller = { name, scopes: [], max_permission: 'full', ...(name === 'fast' ? { rate: { rps: 1, burst: 5 } } : {}) }
  await next()
}

const limited = (rules: Partial<RateRules> = {}, shared = counters) => listening([as, rateLimit({ rate: { rps: 1, burst: 2 }, redisUrl: '', ...rules }, shared), answer()])
const statuses = async (port: number, count: number, headers: Record<string, string> = {}) => {
  const answers: Raw[] = []
  for (let index = 0; index < count; index++) answers.push(await send(port, { headers }))
  return answers.map(({ status }) => status)
}

test('an address has its burst, then 429 with whole seconds until the next', async () => {
  const { port } = await limited()
  expect(await statuses(port, 2)).toEqual([200, 200])
  const { status, headers, json } = await send(port)
  expect(status).toBe(429)
  expect(json.error).toMatchObject({ code: 'rate_limit_exceeded', message: 'rate limit exceeded, please retry later' })
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  expect(headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '0', 'ratelimit-reset': expect.stringMatching(/^[12]$/), 'retry-after': expect.stringMatching(/^[12]$/) })
})

test('a new window begins when the old one is over', async () => {
  vi.useFakeTimers({ toFake: ['hrtime', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { port } = await limited()
  expect(await statuses(port, 3)).toEqual([200, 200, 429])
  vi.advanceTimersByTime(2100)
  expect(await statuses(port, 1)).toEqual([200])
})

test('keys and addresses are counted apart, a key with a rate of its own by that', async () => {
  const { port } = await limited()
  expect(await statuses(port, 3, { 'x-test-key': 'a' })).toEqual([200, 200, 429])
  expect(await statuses(port, 3, { 'x-test-key': 'b' })).toEqual([200, 200, 429])
  expect(await statuses(port, 6, { 'x-test-key': 'fast' })).toEqual([200, 200, 200, 200, 200, 429])
  expect(await statuses(port, 1)).toEqual([200])
})

test('a network of IPv6 is one caller', async () => {
  const { port } = await limited()
  const from = async (ip: string) => (await statuses(port, 1, { 'x-test-ip': ip }))[0]
  expect([await from('2001:db8::1'), await from('2001:db8:0:0:ffff::2'), await from('2001:db8::3'), await from('2001:db8:0:1::1')]).toEqual([200, 200, 429, 200])
})

test('without a rate only keys that have their own are limited', async () => {
  const { port } = await listening([as, rateLimit({ redisUrl: '' }, counters), answer()])
  expect(await statuses(port, 5)).toEqual([200, 200, 200, 200, 200])
  expect(await statuses(port, 6, { 'x-test-key': 'fast' })).toContain(429)
})

test('counters are forgotten when they are over, and never more than 10,000 are kept', () => {
  for (let index = 0; index < 10_005; index++) counters.memory.set(`key-${index}`, { reset: Date.now() / 1000 + (index % 2 === 0 ? -1 : 60) })
  expect(counters.memory.size).toBe(10_000)
  expect(counters.memory.has('key-0')).toBe(false)
  counters.memory.forget(Date.now())
  expect(counters.memory.size).toBe(5000)
})

test('an address that is none is told once, without what stands in it, and memory counts', async () => {
  const { port } = await limited({ redisUrl: 'redis://:hunter2@[bad' })
  expect(await statuses(port, 3)).toEqual([200, 200, 429])
  expect(warnings).toEqual(['server.rate_limit_redis_url is no address of a Redis, so requests are counted in memory'])
})

const redisServer = (() => {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
})()
if (redisServer === undefined) console.warn('redis-server is not installed: the tests of limits in Redis are left out')

describe.skipIf(redisServer === undefined)('in Redis', () => {
  let url: string
  let stop: () => Promise<void>
  beforeEach(async () => {
    // It takes no port that is just free: somebody else may have taken the one that was, and then it ends.
    for (let ready = false; !ready; ) {
      const port = await freePort()
      const child = spawn(redisServer as string, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: ['ignore', 'pipe', 'ignore'] })
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      stop = () => (child.kill('SIGKILL'), gone)
      let said = ''
      const listens = new Promise<boolean>((resolve) => child.stdout.on('data', (chunk: Buffer) => ((said += String(chunk)), said.includes('Ready to accept connections') && resolve(true))))
      ready = await Promise.race([listens, gone.then(() => false)])
      url = `redis://127.0.0.1:${port}`
    }
  })
  afterEach(() => stop())

  test('several servers count together', async () => {
    const others = new RateCounters({ debug: () => {}, warn: () => {} })
    onTestFinished(() => others.close())
    const [one, two] = [await limited({ redisUrl: url }), await limited({ redisUrl: url }, others)]
    expect([...(await statuses(one.port, 1)), ...(await statuses(two.port, 1)), ...(await statuses(one.port, 1)), ...(await statuses(two.port, 1))]).toEqual([200, 200, 429, 429])
    const { headers } = await send(two.port)
    expect(headers).toMatchObject({ 'ratelimit-reset': expect.stringMatching(/^[12]$/), 'retry-after': expect.stringMatching(/^[12]$/) })
  })

  test('while it is down, memory counts, and that is said once, without the URL', async () => {
    const { port } = await limited({ redisUrl: url })
    expect(await statuses(port, 1)).toEqual([200])
    await stop()
    expect(await statuses(port, 3)).toEqual([200, 200, 429])
    expect(warnings).toEqual([expect.stringContaining('counted in memory')])
    expect(warnings[0]).toContain('counted in memory')
    expect(warnings[0]).not.toContain(url)
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
