import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { HttpContext, HttpMiddleware, RequestState } from './context.ts'
import { errorStatus } from './error-status.ts'
import { HttpFailure } from './http-failure.ts'

/**
 * Turns everything that is thrown behind it into one error answer of the request's surface. What is no {@link ClinvkError} is a
 * fault of clinvk: the client learns that and the request id, the log the rest.
 */
export const errorBoundary: HttpMiddleware = async (ctx, next) => {
  try {
    await next()
  } catch (thrown) {
    const error = isClinvkError(thrown) ? thrown : unexpectedError(thrown, ctx.state)
    // A stream that has begun cannot take back its status: it is cut, which its reader can tell from an end.
    if (ctx.headerSent) ctx.res.destroy()
    else answerError(ctx, error)
  }
}

/** Puts an error into the answer. Headers that are there stay: browsers need those of CORS to read it. */
export function answerError(ctx: HttpContext, error: ClinvkError): void {
  const status = error instanceof HttpFailure ? error.status : errorStatus[error.code]
  for (const [name, value] of Object.entries(error instanceof HttpFailure ? error.headers : {})) ctx.set(name, value)
  const after = retryAfter(error)
  if (after !== undefined && !ctx.res.hasHeader('retry-after')) ctx.set('Retry-After', String(after))
  ctx.set({ 'Cache-Control': 'no-store', ...ctx.state.surface.errorHeaders?.(error) })
  ctx.status = status
  ctx.body = ctx.state.surface.errorBody(error, { status, requestId: ctx.state.requestId })
}

/** Whole seconds until it is worth asking again, where the error tells. */
function retryAfter({ details }: ClinvkError): number | undefined {
  const seconds = details?.['retry_after_secs']
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds))
  const reset = details?.reset_at === undefined ? Number.NaN : Date.parse(details.reset_at)
  return Number.isNaN(reset) ? undefined : Math.max(1, Math.ceil((reset - Date.now()) / 1000))
}

/** For what is no error of ours. Its message may quote a prompt, so only its kind and its way are logged. */
export function unexpectedError(thrown: unknown, { requestId, log }: Pick<RequestState, 'requestId' | 'log'>): ClinvkError {
  const way = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : []
  log.warn([`request ${requestId} failed unexpectedly: ${thrown instanceof Error ? thrown.name : typeof thrown}`, ...way].join('\n'))
  return new ClinvkError('internal_error', 'clinvk failed unexpectedly', { hint: `See the log of the server for request ${requestId}.` })
}
