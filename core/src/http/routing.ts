import { ClinvkError } from '@clinvk/plugin-sdk'
import Router from '@koa/router'
import type { ServedServices } from '../container.ts'
import type { Config } from '../config/load.ts'
import { compileCheck } from '../schema/compile.ts'
import type { Violation } from '../schema/violation.ts'
import type { Caller } from '../service/caller.ts'
import { answerOnce } from './answer-once.ts'
import type { HttpContext, HttpMiddleware } from './context.ts'
import { HttpFailure } from './http-failure.ts'
import type { Call, Route } from './route.ts'
import type { Surface } from './surface.ts'

/** Parts of a request that schemas are for. */
type Part = 'params' | 'query' | 'body'

/** Hands each request to its route, checked. Errors: 404 and 405 for what no route is for, `invalid_request` for what does not fit. */
export function routing(surfaces: readonly Surface[], services: ServedServices, config: Config): HttpMiddleware {
  // Two surfaces may have a path in common: the one that owns the request answers.
  const routers = new Map(surfaces.map((surface) => [surface.name, surfaceRouting(surface, services, config)]))
  return (ctx, next) => (routers.get(ctx.state.surface.name) as HttpMiddleware)(ctx, next)
}

function surfaceRouting({ routes }: Surface, services: ServedServices, config: Config): HttpMiddleware {
  const router = new Router()
  for (const row of routes) {
    const read = reader(row)
    const handler = row.handler as (call: Call) => Promise<void> | void
    router.register(row.path, [row.method], ((ctx: HttpContext) => {
      ctx.state.route = row.path
      checkScope(row, ctx.state.caller)
      const call: Call = { ctx, ...read(ctx), services, config }
      return row.once === true ? answerOnce(row, call, handler) : handler(call)
    }) as never)
  }
  const dispatch = router.routes() as unknown as HttpMiddleware
  return (ctx, next) =>
    dispatch(ctx, async () => {
      const others = router.match(ctx.path, ctx.method).path.flatMap(({ methods }) => methods)
      if (others.length === 0) throw new HttpFailure(404, 'invalid_request', `there is nothing at ${ctx.method} ${ctx.path}`, { hint: 'See the reference of the HTTP API.' })
      const allow = [...new Set(others)].sort().join(', ')
      if (ctx.method !== 'OPTIONS') throw new HttpFailure(405, 'invalid_request', `${ctx.path} does not take ${ctx.method}`, { hint: `Use ${allow}.`, headers: { Allow: allow } })
      ctx.set('Allow', allow)
      ctx.status = 204
      await next()
    })
}

/** Whether the caller's key is for such requests. Errors: `permission_denied`. */
function checkScope({ scope, path }: Route, { scopes, name }: Caller): void {
  if (scope === 'none' || scope === 'any' || scopes.includes(scope)) return
  throw new ClinvkError('permission_denied', `the key "${name}" may not ask for ${path}: it lacks the scope "${scope}"`, { hint: `It has: ${scopes.join(', ') || 'none'}.` })
}

/** Reads and checks the parts of a request that a route has schemas for. */
function reader({ schemas }: Route): (ctx: HttpContext) => Pick<Call, Part> {
  const checks = {
    params: schemas.params === undefined ? undefined : compileCheck(schemas.params, { coerce: true }),
    query: schemas.query === undefined ? undefined : compileCheck(schemas.query, { coerce: true }),
    body: schemas.body === undefined ? undefined : compileCheck(schemas.body),
  }
  return (ctx) => {
    const values: Record<Part, unknown> = { params: {}, query: {}, body: ctx.request.body }
    if (checks.params !== undefined) values.params = { ...(ctx['params'] as object) }
    if (checks.query !== undefined) values.query = { ...ctx.query }
    for (const part of ['params', 'query', 'body'] as const) {
      const violation = checks[part]?.(values[part])
      if (violation !== undefined) throw unfit(part, violation)
    }
    if (schemas.body === undefined && !isEmpty(values.body)) {
      throw new ClinvkError('invalid_request', `${ctx.method} ${ctx.path} takes no body`, { hint: 'Send none.', details: { location: 'body' } })
    }
    return values
  }
}

/** What a request without a body, and one with nothing in it, is read as. */
function isEmpty(body: unknown): boolean {
  return body === undefined || body === '' || (typeof body === 'object' && body !== null && Object.keys(body).length === 0)
}

function unfit(part: Part, { path, missing, message, hint }: Violation): ClinvkError {
  const names: Readonly<Record<Part, string>> = { params: 'the path', query: 'the query', body: 'the body' }
  const said = message.replaceAll('the definition', names[part])
  return new ClinvkError('invalid_request', said, { hint, details: { location: [part, ...path, ...(missing === undefined ? [] : [missing])].join('.') } })
}
