import { gzipSync } from 'node:zlib'
import type { Random } from './random.ts'

/** A request as it is sent. */
export interface FuzzRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

const odd: readonly unknown[] = [null, true, false, 0, -1, 1.5, 1e308, -0, '', 'x', '\u0000', [], {}, [[]], { a: null }, ['x'], 'x'.repeat(5000), Number.MAX_SAFE_INTEGER + 2]
const names = ['__proto__', 'constructor', 'toString', 'Prompt', 'prompt ', '', 'x', 'session', 'tasks', '$schema']

/** The same JSON with one or more things wrong, or at least odd. */
export function mutateJson(value: unknown, random: Random): unknown {
  if (random.chance(0.05)) return oddValue(random)
  const copy = structuredClone(value)
  for (let count = 1 + random.below(2); count > 0; count--) mutateOnce(copy, random)
  return copy
}

function mutateOnce(value: unknown, random: Random): void {
  if (typeof value !== 'object' || value === null) return
  const entries = Object.entries(value)
  const inner = entries.filter(([, entry]) => typeof entry === 'object' && entry !== null)
  if (inner.length > 0 && random.chance(0.6)) return mutateOnce(random.pick(inner)[1], random)
  const node = value as Record<string, unknown>
  const name = entries.length === 0 ? random.pick(names) : random.pick(entries)[0]
  switch (random.below(4)) {
    case 0:
      delete node[name]
      break
    case 1:
      Object.defineProperty(node, random.pick(names), { value: oddValue(random), enumerable: true, configurable: true, writable: true })
      break
    default:
      node[name] = oddValue(random)
  }
}

/** One of its own each time: what is put into another value may be changed there. */
function oddValue(random: Random): unknown {
  return structuredClone(random.pick(odd))
}

/** A body that is no good JSON, or comes in an odd way. */
export function mutateBody(json: string, random: Random): Pick<FuzzRequest, 'headers' | 'body'> {
  const type = { 'Content-Type': 'application/json' }
  switch (random.below(11)) {
    case 0:
      return { headers: type, body: json.slice(0, random.below(json.length + 1)) }
    case 1:
      return { headers: type, body: `\uFEFF${json}` }
    case 2:
      return { headers: { ...type, 'Content-Encoding': 'gzip' }, body: gzipSync(json) }
    case 3:
      return { headers: { ...type, 'Content-Encoding': random.pick(['gzip', 'br', 'deflate', 'zstd', 'x']) }, body: json }
    case 4:
      return { headers: type, body: Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x22, 0x7d])]) }
    case 5:
      return { headers: { 'Content-Type': random.pick(['text/plain', 'application/xml', 'application/json; charset=utf-16', 'multipart/form-data', 'json', '/', 'application/merge-patch+json']) }, body: json }
    case 6:
      return { headers: {}, body: json }
    case 7:
      return { headers: type, body: '['.repeat(1 + random.below(5000)) }
    case 8:
      return { headers: type, body: `${json}${json}` }
    case 9:
      return { headers: type, body: json.replace('{', '{"prompt":1,"__proto__":{"x":1},') }
    default:
      return { headers: type }
  }
}

/** Headers that a request may have, welcome or not. */
export function oddHeaders(random: Random, methodHasBody: boolean): Record<string, string> {
  const headers: Record<string, string> = {}
  const maybe = (share: number, name: string, values: readonly string[]) => {
    if (random.chance(share)) headers[name] = random.pick(values)
  }
  maybe(0.3, 'Accept', ['*/*', 'application/json', 'text/event-stream', 'application/x-ndjson', 'text/html', 'application/json;q=0.1, text/event-stream', ';;;', 'x'.repeat(500)])
  maybe(0.1, 'X-Request-Id', ['abc', 'x'.repeat(300), '"<script>', 'a b'])
  maybe(0.1, 'Idempotency-Key', ['k1', 'k2', 'x'.repeat(256), 'a b', '\u00e9'])
  maybe(0.05, 'Authorization', ['Bearer x', 'Bearer', 'Basic !!!', 'x'.repeat(3000)])
  maybe(0.05, 'Accept-Encoding', ['gzip', 'br;q=0', '*'])
  maybe(0.05, 'Range', ['bytes=0-1'])
  maybe(0.05, 'If-None-Match', ['*'])
  maybe(0.03, 'X-Forwarded-For', ['1.2.3.4', 'x, , y', '::1'])
  maybe(0.03, 'Expect', methodHasBody ? ['100-continue'] : ['x'])
  return headers
}
