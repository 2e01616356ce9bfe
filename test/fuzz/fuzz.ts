import { request as send } from 'node:http'
import { compileCheck } from '../../core/src/schema/compile.ts'
import type { FuzzRequest } from './mutate.ts'
import { Random } from './random.ts'
import { type Api, type Knowledge, type Operation, operationsOf, type Planned, requestFor } from './requests.ts'
import type { Schema } from './value-of-schema.ts'

/** What is fuzzed, and how long. */
export interface FuzzOptions {
  readonly url: string
  readonly seed: number
  readonly count: number
  /** At the same time. */
  readonly workers: number
  /** Ids of sessions are added to it as they come. */
  readonly known: Knowledge
  /** Operations that are asked, by their tag. */
  readonly tags: readonly string[]
}

/** What came of it. */
export interface FuzzReport {
  /** Answers by operation and status. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What was not as documented, with the number of the request: `seed:number` gives the same request again. */
  readonly faults: readonly string[]
}

/** An answer as it came. */
interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Sends requests that are made from the document of a server, and compares every answer with it. */
export async function fuzz({ url, seed, count, workers, known, tags }: FuzzOptions): Promise<FuzzReport> {
  const api = (await (await fetch(`${url}/openapi.json`)).json()) as Api
  const operations = operationsOf(api).filter(({ operation }) => tags.some((tag) => (operation as { tags?: readonly string[] }).tags?.includes(tag) === true))
  const ids: string[] = ['f'.repeat(32)]
  const withIds = (pool: Knowledge['good']) => ({ ...pool, session_id: ids, id: ids })
  const all: Knowledge = { ...known, good: withIds(known.good), odd: withIds(known.odd) }
  const answers: Record<string, Record<string, number>> = {}
  const faults: string[] = []
  const checks = new AnswerChecks()
  let next = 0
  const work = async () => {
    while (next < count) {
      const number = next++
      const random = new Random(seed * 1_000_003 + number)
      // Those that take a body have the most to get wrong.
      const chosen = random.chance(0.6) ? random.pick(operations.filter(({ operation }) => operation.requestBody !== undefined)) : random.pick(operations)
      const planned = requestFor(chosen, random, all)
      const answer = await exchange(url, planned.request).catch((cause: Error) => cause)
      const fault = answer instanceof Error ? `no answer: ${answer.message}` : checks.faultOf(planned, answer)
      if (fault !== undefined) faults.push(`${seed}:${number} ${planned.request.method} ${planned.request.path.slice(0, 100)} ${fault}; body ${String(planned.request.body).slice(0, 400)}`)
      if (answer instanceof Error) continue
      const { operationId } = planned.operation
      const counts = (answers[operationId] ??= {})
      counts[answer.status] = (counts[answer.status] ?? 0) + 1
      for (const [, id] of answer.text.matchAll(/"(?:session_id|id)":"([0-9a-f]{32})"/g)) if (id !== undefined && ids.length < 50) ids.push(id)
      if (ids.length > 10) ids.splice(0, 1)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return { answers, faults }
}

/** Compares answers with what is documented. */
class AnswerChecks {
  readonly #checks = new Map<Schema, ReturnType<typeof compileCheck>>()

  faultOf({ operation, request }: Planned, { status, type, text }: Answer): string | undefined {
    const documented = operation.responses[status]
    if (documented === undefined) return `undocumented status ${status}: ${text.slice(0, 300)}`
    const media = type.split(';')[0] ?? ''
    const schema = documented.content?.[media]?.schema
    if (schema === undefined) return `undocumented type "${media}" with ${status}`
    const parsed = media === 'application/json' ? parse(text) : undefined
    if (media === 'application/x-ndjson' && text.trim().split('\n').some((line) => parse(line) === undefined)) return 'a line of the stream is no JSON'
    if (media !== 'application/json') return undefined
    if (parsed === undefined) return `no JSON: ${text.slice(0, 300)}`
    const violation = this.#check(schema)(parsed)
    if (violation !== undefined) return `${status} is not as documented: ${violation.message}: ${text.slice(0, 600)}`
    return blame(operation, status, parsed, request)
  }

  #check(schema: Schema): ReturnType<typeof compileCheck> {
    let check = this.#checks.get(schema)
    if (check === undefined) {
      check = compileCheck(closed(schema) as object)
      this.#checks.set(schema, check)
    }
    return check
  }
}

/** A failure on the side of the server has to be one of the backend. */
function blame({ operationId }: Operation, status: number, body: unknown, { path }: FuzzRequest): string | undefined {
  const code = (body as { error?: { code?: string } }).error?.code ?? ''
  if (status < 500 || (operationId === 'health' && code === '')) return undefined
  return /^backend_|^timeout$/.test(code) ? undefined : `${status} ${code} without a backend to blame (${path.slice(0, 100)})`
}

/** The same schema with every object closed: keys that are not documented are faults. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return isRecord(inner['properties']) && inner['type'] === 'object' && inner['additionalProperties'] === undefined ? { ...inner, additionalProperties: false } : inner
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // told by the caller
  }
}

function exchange(url: string, { method, path, headers, body }: FuzzRequest): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const req = send({ host: hostname, port, method, path, headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }) }, agent: false, timeout: 60_000 }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => resolve({ status: res.statusCode ?? 0, type: res.headers['content-type'] ?? '', text: Buffer.concat(chunks).toString('utf8') }))
    })
    req.on('timeout', () => req.destroy(new Error('no answer within 60 s')))
    req.on('error', reject)
    req.end(body)
  })
}
