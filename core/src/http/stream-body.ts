import { Readable } from 'node:stream'
import { within } from './within.ts'

/** How a stream is kept alive, and when its reader is given up. */
export interface StreamOptions {
  /** What is sent after `heartbeatMs` of silence. */
  readonly heartbeat: () => string
  readonly heartbeatMs: number
  /** How long a reader may take nothing, milliseconds. */
  readonly stallMs: number
  /** Called when the reader takes nothing for too long. */
  readonly stalled: () => void
}

/** How much is made ahead of the reader, bytes: each text is written as it comes, so this only counts once the socket is full. */
const aheadBytes = 16 * 1024

/**
 * Texts as the body of an answer, each written at once. While the reader takes nothing, nothing more is asked for; when it goes,
 * the texts' generator is ended.
 */
export function streamBody(texts: AsyncGenerator<string>, options: StreamOptions): Readable {
  return Readable.from(alive(texts, options), { objectMode: false, highWaterMark: aheadBytes })
}

async function* alive(texts: AsyncGenerator<string>, { heartbeat, heartbeatMs, stallMs, stalled }: StreamOptions): AsyncGenerator<string, void> {
  try {
    let next = texts.next()
    for (;;) {
      const step = await within(heartbeatMs, next)
      if (step?.done === true) return
      const timer = setTimeout(stalled, stallMs)
      try {
        yield step === undefined ? heartbeat() : step.value
      } finally {
        clearTimeout(timer)
      }
      if (step !== undefined) next = texts.next()
    }
  } finally {
    await texts.return(undefined)
  }
}
