import { isClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import type { HttpContext } from './context.ts'
import { unexpectedError } from './error-boundary.ts'
import type { EventFormat } from './event-format.ts'
import { streamBody } from './stream-body.ts'
import { within } from './within.ts'

/** How long a stream may be silent, milliseconds. */
export const heartbeatMs = 15_000

/** What happens in one run, the first of which is still awaited. */
export type RunEvents<Event = WireEvent> = AsyncGenerator<Event, unknown>

/** What a stream has to know. */
export interface RunStreamOptions<Event = WireEvent> {
  readonly format: EventFormat<Event>
  /** How long a reader may take nothing, milliseconds. */
  readonly stallMs: number
  /** Called once, when the run has ended, or was ended. */
  readonly finished: () => Promise<void>
  /** Called before the headers leave, with the first event unless it is late. */
  readonly begun?: (first: Event | undefined) => void
}

/**
 * Answers with the events of a run as they come. What is refused before the first event still has a status of its own; a run
 * that is silent for long gets its headers before that.
 */
export async function streamRun<Event>(ctx: HttpContext, events: RunEvents<Event>, { format, stallMs, finished, begun }: RunStreamOptions<Event>): Promise<void> {
  // Whoever waits for a stream waits for its events; the first one may have to wait for a place.
  ctx.state.liftDeadline()
  const leave = ctx.state.activity.enter()
  let ending: Promise<void> | undefined
  // Comes from the end of the events, from a reader that went, and from a body that was never read.
  const finish = (): Promise<void> => {
    ending ??= events
      .return(undefined)
      .then(finished)
      .catch((cause: unknown) => ctx.state.log.warn(`request ${ctx.state.requestId}: its run could not be ended properly: ${unexpectedError(cause, ctx.state).message}`))
      .finally(leave)
    return ending
  }
  const first = events.next()
  let early: IteratorResult<Event, unknown> | undefined
  try {
    early = await within(heartbeatMs, first)
  } catch (error) {
    await finish()
    throw error
  }
  begun?.(early === undefined || early.done === true ? undefined : early.value)
  const body = streamBody(eventTexts(ctx, first, events, format, finish), { heartbeat: format.heartbeat, heartbeatMs, stallMs, stalled: () => ctx.res.destroy() })
  body.once('close', () => void finish())
  ctx.status = 200
  ctx.body = body
  ctx.set({ 'Content-Type': format.mediaType, 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' })
  // HTTP/1.0, which proxies such as nginx speak unless told otherwise, has no trailers.
  if (ctx.res.useChunkedEncodingByDefault) ctx.set('Trailer', 'Server-Timing')
  ctx.set('Server-Timing', ctx.state.timing.toString())
  // The first bytes leave now, not with the first text that fills a buffer.
  ctx.flushHeaders()
}

/** One text an event. */
async function* eventTexts<Event>(ctx: HttpContext, first: Promise<IteratorResult<Event, unknown>>, events: RunEvents<Event>, format: EventFormat<Event>, finish: () => Promise<void>): AsyncGenerator<string, void> {
  let sent = 0
  try {
    for (let step = await first; step.done !== true; step = await events.next()) {
      sent += 1
      yield format.event(step.value)
    }
  } catch (thrown) {
    yield format.failure(isClinvkError(thrown) ? thrown : unexpectedError(thrown, ctx.state), sent)
  } finally {
    await finish()
    if (!ctx.res.writableEnded) ctx.res.addTrailers({ 'Server-Timing': ctx.state.timing.toString() })
  }
}
