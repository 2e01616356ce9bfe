import { resultOf } from '../service/result-of.ts'
import type { StreamLine } from '../service/stream-line.ts'
import { acceptedStream } from './accepted-stream.ts'
import type { Config } from '../config/load.ts'
import type { HttpContext } from './context.ts'
import type { EventFormat } from './event-format.ts'
import { ndjson } from './ndjson.ts'
import { streamRun } from './run-stream.ts'
import { sse, sseEvent } from './sse.ts'

/** A list of runs, not begun. */
export interface ListRun<Event, Result> {
  /** Begins it; `streamed`: the answers are told by the events. */
  readonly begin: (streamed: boolean) => AsyncGenerator<Event, Result>
  readonly line: (event: Event) => StreamLine
  /** The result as the last line of a stream. */
  readonly end: (result: Result) => object
}

/**
 * Answers with the result of a list of runs, or, where `Accept` asks for a stream, with what happens, a line each, and the result
 * as the last one. What is refused before anything starts has a status of its own; that a run of the list fails is part of the result.
 */
export async function answerList<Event, Result extends object>(ctx: HttpContext, { server }: Config, { begin, line, end }: ListRun<Event, Result>): Promise<void> {
  const { signal } = ctx.state
  const accepted = acceptedStream(ctx)
  if (accepted !== undefined) {
    const format = accepted.mediaType === ndjson.mediaType ? lines : events
    return streamRun(ctx, told(begin(true), line, end), { format, stallMs: (server.write_timeout_secs || 300) * 1000, finished: async () => {} })
  }
  const result = await resultOf(begin(false))
  // Its client is gone, or has its answer: time was up, or the server ends.
  signal.throwIfAborted()
  ctx.body = result
}

const lines: EventFormat<StreamLine> = { ...ndjson, event: (line) => `${JSON.stringify(line)}\n` }
/** Without numbers: those of several runs do not follow each other. */
const events: EventFormat<StreamLine> = { ...sse, event: (line) => sseEvent(JSON.stringify(line), line.type) }

async function* told<Event, Result>(work: AsyncGenerator<Event, Result>, line: (event: Event) => StreamLine, end: (result: Result) => object): AsyncGenerator<StreamLine, void> {
  try {
    for (;;) {
      const next = await work.next()
      if (next.done !== true) {
        yield line(next.value)
        continue
      }
      yield { type: 'result', ...end(next.value) }
      return
    }
  } finally {
    await work.return(undefined as never) // ends what runs when the reader leaves; after the end it does nothing
  }
}
