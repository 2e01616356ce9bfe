import { bodyParser } from '@koa/bodyparser'
import type { Middleware } from 'koa'
import { orAborted } from '../../schema/or-aborted.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'
import { tooLarge } from './body-size.ts'
import { nestingOf } from './nesting.ts'

/** Deeper than any request needs, and far from what would exhaust the stack of whoever walks it. */
const deepest = 64

/** A body that cannot be read as JSON. */
export class UnreadableBody extends HttpFailure {
  constructor(message: string, hint: string) {
    super(400, 'invalid_request', message, { hint })
  }
}

/** Methods that bring a body. */
const withBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Reads a JSON body of at most `maxBytes`, counted as it arrives and after decompression. What is too large is
 * answered at once; its rest is not waited for.
 */
export function jsonBody(maxBytes: number): HttpMiddleware {
  const parse = bodyParser({
    enableTypes: ['json'],
    detectJSON: () => true, // what is none has been refused
    jsonLimit: maxBytes,
    jsonStrict: false,
    onError: (thrown: unknown, ctx) => {
      throw refusal(thrown, maxBytes, ctx as unknown as HttpContext)
    },
  } as Parameters<typeof bodyParser>[0]) as unknown as Middleware
  const read: HttpMiddleware = async (ctx, next) => {
    // Without a body there is nothing to have a type: what the route wants of it is told by its schema.
    if (hasBody(ctx) && !ctx.is('json', '+json')) {
      throw new HttpFailure(415, 'invalid_request', `the body is ${ctx.get('content-type') || 'of no named type'}, not application/json`, { hint: 'Send the header Content-Type: application/json.' })
    }
    // Once a request is answered, Node.js does not tell who waits for the rest of its body that it will not come.
    await orAborted(parse(ctx as never, async () => {}), ctx.state.signal)
    if (nestingOf(ctx.request.body) > deepest) throw new HttpFailure(400, 'invalid_request', `the body is nested deeper than ${deepest} levels`, { hint: 'Send a flatter document.' })
    await next()
  }
  return (ctx, next) => (withBody.has(ctx.method) ? read(ctx, next) : next())
}

function hasBody(ctx: HttpContext): boolean {
  return ctx.get('transfer-encoding') !== '' || Number(ctx.get('content-length')) > 0
}

/** What the reader of bodies says, in our words: its own quote the body. */
function refusal(thrown: unknown, maxBytes: number, ctx: HttpContext): HttpFailure {
  const { status, type } = thrown as { readonly status?: number; readonly type?: string }
  if (status === 413) return tooLarge(maxBytes, ctx)
  if (status === 415) return new HttpFailure(415, 'invalid_request', `the body's encoding "${ctx.get('content-encoding')}" is not known`, { hint: 'Send it as it is, or with gzip, deflate or br.' })
  if (type === 'request.aborted' || type === 'request.size.invalid') return new UnreadableBody('the body ended before it was complete', 'Send as many bytes as Content-Length says.')
  return new UnreadableBody('the body is not valid JSON', 'Check it with a JSON parser; it has to be UTF-8.')
}
