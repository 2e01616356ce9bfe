import { type FuzzRequest, mutateBody, mutateJson, oddHeaders } from './mutate.ts'
import type { Random } from './random.ts'
import { type Known, type Schema, valueOfSchema } from './value-of-schema.ts'

/** What is needed of an OpenAPI document. */
export interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** One operation of it. */
export interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}

/** What a schema does not tell. */
export interface Knowledge {
  readonly good: Known
  readonly odd: Known
  /** By operation: properties that it wants, though its schema does not say so. */
  readonly always: Readonly<Record<string, readonly string[]>>
}

/** A request, and the operation that has to answer it. */
export interface Planned {
  readonly operation: Operation
  readonly request: FuzzRequest
}

const oddIds = ['..', '%2e%2e', '..%2f..%2fetc%2fpasswd', '%00', '%ff', '*', '0', 'zz', 'f'.repeat(32), '%E2%98%83', "'--", '-', 'x'.repeat(3000)]
const oddQueries = ['-1', '', '%20', '1e99', 'NaN', '0x10', '1.5', '%00', '%ff', 'x'.repeat(2000), '[]', 'null']

/** Every operation of a document, with its place. */
export function operationsOf({ paths }: Api): { readonly path: string; readonly method: string; readonly operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })))
}

/** A request for an operation: one that fits, one at the limits, or one with something wrong. */
export function requestFor({ path, method, operation }: ReturnType<typeof operationsOf>[number], random: Random, known: Knowledge): Planned {
  const mood = random.pick(['good', 'good', 'extreme', 'odd'] as const)
  const good = mood === 'good'
  const options = { random, mood, known: good ? known.good : known.odd, always: known.always[operation.operationId] ?? [] }
  let filled = path
  const query: string[] = []
  for (const { name, in: place, required = false, schema } of operation.parameters ?? []) {
    if (place === 'path') filled = filled.replace(`{${name}}`, !good && random.chance(0.5) ? random.pick(oddIds) : encodeURIComponent(wellFormed(valueOfSchema(schema, options, name)) || 'x'))
    if (place !== 'query' || !(required || random.chance(0.3))) continue
    query.push(`${name}=${!good && random.chance(0.3) ? random.pick(oddQueries) : encodeURIComponent(wellFormed(valueOfSchema(schema, options, name)))}`)
  }
  if (!good && random.chance(0.1)) query.push(random.pick(['x=1', 'limit=1&limit=2', '__proto__=1', '&&=', 'limit']))
  const target = `${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`
  const schema = operation.requestBody?.content['application/json']?.schema
  const headers: Record<string, string> = good ? { Accept: random.pick(['*/*', 'application/json', 'application/x-ndjson', 'text/event-stream']) } : oddHeaders(random, schema !== undefined)
  if (schema === undefined) return { operation, request: { method, path: target, headers } }
  const fitting = valueOfSchema(schema, options)
  const value = !good && random.chance(0.7) ? mutateJson(fitting, random) : fitting
  const json = JSON.stringify(value)
  const sent = !good && random.chance(0.3) ? mutateBody(json, random) : { headers: { 'Content-Type': 'application/json' }, body: json }
  return { operation, request: { method, path: target, headers: { ...headers, ...sent.headers }, ...(sent.body === undefined ? {} : { body: sent.body }) } }
}

/** Text that can be part of a URL. */
function wellFormed(value: unknown): string {
  return Buffer.from(String(value), 'utf8').toString('utf8')
}
