import { ClinvkError } from '@clinvk/plugin-sdk'
import { OtherRequest, type Reply } from '../service/remembered-replies.ts'
import { acceptedStream } from './accepted-stream.ts'
import { HttpFailure } from './http-failure.ts'
import type { Call, Route } from './route.ts'

/** Headers that belong to an answer, whoever gets it. */
const kept = ['Retry-After', 'Location', 'Cache-Control']

const acceptable = /^[!-~]{1,255}$/

/**
 * Answers a request under its `Idempotency-Key`, if it has one: the same request gets the first answer again. What is thrown, because
 * nothing was run or nobody was there to get it, is not remembered. Errors: `unsupported` for a stream, 422 for another request.
 */
export async function answerOnce(row: Route, call: Call, handler: (call: Call) => Promise<void> | void): Promise<void> {
  const { ctx, body, services } = call
  const key = ctx.get('idempotency-key')
  if (!ctx.headers['idempotency-key']) return handler(call)
  if (!acceptable.test(key)) throw new ClinvkError('invalid_request', 'the header Idempotency-Key is not usable', { hint: 'Send 1 to 255 visible ASCII characters, such as a UUID.' })
  if (streams(row) && isStream(call)) throw new ClinvkError('unsupported', 'a stream cannot be given again under an Idempotency-Key', { hint: 'Leave out the header, or ask for a single answer.' })
  const { name } = ctx.state.caller
  const make = async (): Promise<Reply> => {
    await handler(call)
    const headers = kept.flatMap((name): [string, string][] => (ctx.res.hasHeader(name) ? [[name, String(ctx.res.getHeader(name))]] : []))
    return { status: ctx.status, headers: Object.fromEntries(headers), body: JSON.stringify(ctx.body) }
  }
  try {
    const asked = { key, request: [ctx.method, ctx.path, body ?? null], ...(name === undefined ? {} : { principal: name }) }
    const { reply, replayed } = await services.rememberedReplies.execute(asked, make, ctx.state.signal)
    if (!replayed) return
    ctx.status = reply.status
    ctx.set({ ...reply.headers, 'Idempotent-Replayed': 'true' })
    ctx.type = 'json'
    ctx.body = reply.body
  } catch (error) {
    if (error instanceof OtherRequest) throw new HttpFailure(422, error.code, error.message, error.hint === undefined ? {} : { hint: error.hint })
    throw error
  }
}

function streams({ schemas }: Route): boolean {
  return Object.values(schemas.responses).some(({ content = {} }) => Object.hasOwn(content, 'text/event-stream'))
}

function isStream({ ctx, body }: Call): boolean {
  const format = (body as { readonly output_format?: string } | undefined)?.output_format
  return acceptedStream(ctx) !== undefined || format === 'stream-json'
}
