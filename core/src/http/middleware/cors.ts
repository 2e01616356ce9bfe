import koaCors from '@koa/cors'
import type { HttpMiddleware } from '../context.ts'

/** Headers of answers that pages may read. */
const exposed = ['X-Request-Id', 'request-id', 'Location', 'Idempotent-Replayed', 'Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Server-Timing', 'x-clinvk-ignored', 'x-clinvk-estimate', 'x-clinvk-session', 'x-clinvk-backend', 'Mcp-Session-Id']

/**
 * Lets pages of the allowed origins call, with whatever headers they ask for: the SDKs of the vendors send a dozen of their own.
 * Answers preflights.
 */
export function cors(originAllowed: (origin: string) => boolean, { credentials, maxAgeSecs }: { readonly credentials: boolean; readonly maxAgeSecs: number }): HttpMiddleware {
  const answer = koaCors({
    origin: (ctx) => (originAllowed(ctx.get('origin').toLowerCase()) ? ctx.get('origin') : ''),
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: exposed,
    maxAge: maxAgeSecs,
    credentials,
  }) as unknown as HttpMiddleware
  return (ctx, next) => {
    // Most callers are no pages. Caches still have to know that pages get more.
    if (ctx.get('origin') !== '') return answer(ctx, next)
    ctx.vary('Origin')
    return next()
  }
}
