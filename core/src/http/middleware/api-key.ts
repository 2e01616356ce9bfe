import type { HttpMiddleware } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'

/** Lets in who has a key, and anyone to the paths that need none. Errors: `authentication_error`, with 503 while the keys cannot be read. */
export function apiKey(isOpen: (path: string) => boolean): HttpMiddleware {
  return (ctx, next) => {
    const { kind } = ctx.state.identity
    if (kind !== 'open' && kind !== 'known' && !isOpen(ctx.path)) throw refusals[kind]()
    return next()
  }
}

const challenge = { 'WWW-Authenticate': 'Bearer' } as const
const hint = 'Send "Authorization: Bearer KEY", or "X-Api-Key: KEY".'

/** Why somebody does not come in, by what is known of the key. */
export const refusals = {
  missing: () => new HttpFailure(401, 'authentication_error', 'missing API key', { hint, headers: challenge }),
  invalid: () => new HttpFailure(401, 'authentication_error', 'invalid API key', { hint, headers: challenge }),
  unavailable: () => new HttpFailure(503, 'authentication_error', 'the API keys cannot be read at the moment', { hint: 'Try again soon; the log of the server tells why.', headers: { 'Retry-After': '5' } }),
} as const
