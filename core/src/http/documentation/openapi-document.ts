import { type ErrorCode, errorCodes } from '@clinvk/plugin-sdk'
import { errorStatus } from '../error-status.ts'
import type { Route } from '../route.ts'
import type { Surface } from '../surface.ts'

/** An OpenAPI 3.1 document, or a part of it. */
export type Json = Readonly<Record<string, unknown>>

/** What any request can be answered with, whatever its route. */
const always: readonly ErrorCode[] = ['invalid_request', 'permission_denied', 'rate_limit_exceeded', 'internal_error', 'overloaded', 'timeout', 'cancelled']

/** Statuses that HTTP has for a code beside the one of its own. */
const furtherStatuses: Readonly<Partial<Record<ErrorCode, (route: Route) => readonly number[]>>> = {
  invalid_request: ({ schemas, once, method }) => [431, ...(schemas.body === undefined && schemas.params === undefined ? [] : [404]), ...(bringsBody(method) ? [415] : []), ...(once === true ? [422] : [])],
  authentication_error: () => [503],
  timeout: () => [408],
}

/** Says what all surfaces offer: made of the tables that route, and of the schemas that check. */
export function openapiDocument(surfaces: readonly Surface[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const surface of surfaces) {
    for (const route of surface.routes) {
      const path = (paths[route.path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})
      const method = route.method.toLowerCase()
      const before = path[method]
      const described = operation(surface, route)
      path[method] = before === undefined ? described : eitherOf(before, described)
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'clinvk', version, description: 'AI command lines as an HTTP API.', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: surfaces.map(({ name }) => ({ name })),
    // Where no keys are configured, none is needed.
    security: [{ bearer: [] }, { apiKey: [] }, {}],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } },
  }
}

function operation(surface: Surface, route: Route): Json {
  const { operationId, summary, description, scope, schemas } = route
  const parameters = [...parametersOf('path', schemas.params), ...parametersOf('query', schemas.query), ...(route.once === true ? [idempotencyKey] : [])]
  const scoped = { none: 'Needs no key.', any: 'Any key will do.' }[scope as string] ?? `Keys need the scope \`${scope}\`.`
  return {
    operationId,
    tags: [surface.name],
    summary,
    description: description === undefined ? scoped : `${description} ${scoped}`,
    ...(scope === 'none' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(schemas.body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemas.body, ...example(schemas.example) } } } }),
    responses: responses(surface, route),
  }
}

/** One path of two surfaces: the headers of a request decide which of them answers. */
function eitherOf(one: Json, other: Json): Json {
  const [ones, others] = [one['responses'], other['responses']] as readonly [Json, Json]
  const both = Object.keys({ ...ones, ...others }).map((status): [string, unknown] => {
    const [a, b] = [ones[status], others[status]] as readonly ({ readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> } | undefined)[]
    if (a?.content === undefined || b?.content === undefined) return [status, a ?? b]
    const content = Object.entries({ ...a.content, ...b.content }).map(([type]) => {
      const schemas = [a.content?.[type]?.schema, b.content?.[type]?.schema].filter((schema) => schema !== undefined)
      return [type, { schema: schemas.length > 1 ? { anyOf: schemas } : schemas[0] }]
    })
    return [status, { ...a, content: Object.fromEntries(content) }]
  })
  return { ...one, tags: [...(one['tags'] as string[]), ...(other['tags'] as string[])], responses: Object.fromEntries(both) }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request gets the first answer again instead of another run.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
} as const

function parametersOf(place: 'path' | 'query', schema: object | undefined): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { readonly properties?: Readonly<Record<string, Json>>; readonly required?: readonly string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    ...(place === 'path' || required.includes(name) ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

function responses(surface: Surface, route: Route): Json {
  const own = Object.entries(route.schemas.responses).map(([status, { description, content, example: shown }]): [string, Json] => [
    status,
    { description, ...headersOf(route), ...(content === undefined ? {} : { content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema, ...(type === 'application/json' ? example(shown) : {}) }])) }) },
  ])
  const all = new Map(own)
  for (const [status, codes] of errorsOf(route)) {
    const before = all.get(String(status)) as { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> } | undefined
    const body = route.schemas.failure?.(codes) ?? surface.errorSchema?.(codes) ?? { type: 'object' }
    const said = before?.content?.['application/json']?.schema
    all.set(String(status), {
      description: [...(before === undefined ? [] : [before.description]), codes.map((code) => `\`${code}\``).join(', ')].join(' Or: '),
      ...headersOf(route),
      content: { ...before?.content, 'application/json': { schema: said === undefined ? body : { anyOf: [said, body] } } },
    })
  }
  return Object.fromEntries([...all].sort(([a], [b]) => Number(a) - Number(b)))
}

function headersOf({ scope }: Route): Json {
  const header = (description: string): Json => ({ description, schema: { type: 'string' } })
  return { headers: { 'X-Request-Id': header('Names the request in the log.'), ...(scope === 'none' ? {} : { 'Server-Timing': header('How long what took, milliseconds.') }) } }
}

/** The codes that a route can answer with, by status. */
export function errorsOf(route: Route): ReadonlyMap<number, readonly ErrorCode[]> {
  const { errors = errorCodes, method, scope } = route
  const codes = new Set<ErrorCode>([...always, ...(scope === 'none' ? [] : (['authentication_error'] as const)), ...(bringsBody(method) ? (['payload_too_large'] as const) : []), ...errors])
  const found = new Map<number, ErrorCode[]>()
  for (const code of errorCodes.filter((one) => codes.has(one))) {
    for (const status of new Set([errorStatus[code], ...(furtherStatuses[code]?.(route) ?? [])])) found.set(status, [...(found.get(status) ?? []), code])
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

/** Whether a body is read, also where the route wants none. */
function bringsBody(method: Route['method']): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH'
}

function example(value: unknown): Json {
  return value === undefined ? {} : { example: value }
}
