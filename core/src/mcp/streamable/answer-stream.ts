import type { StreamId } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'

/** What one connection carries. */
export interface Connection {
  /** Server-sent events, each whole. */
  readonly texts: AsyncGenerator<string>
  /** The other end has gone, or everything has been taken. */
  readonly close: () => void
}

/** Told where a stream has got to. */
export interface StreamWatch {
  /** This text is about to be handed over: from now on the client may know of it. */
  readonly read: (text: string) => void
  /** This text has been taken: true when it was the last one. */
  readonly taken: (text: string) => boolean
  /** Nobody reads any more, for now. */
  readonly left: () => void
}

/** A stream of events for one client: over one connection and, when that is lost, over another one. */
export class AnswerStream {
  readonly #watch: StreamWatch
  readonly #waiting = new Set<() => void>()
  #connections = 0
  #reading = false
  /** As its events call it; absent until the first of them has been read. */
  name: StreamId | undefined

  constructor(watch: StreamWatch) {
    this.#watch = watch
  }

  /** Whether somebody reads. */
  get connected(): boolean {
    return this.#connections > 0
  }

  /** Resolves when the client has taken what was sent, or has gone: who waits for it makes nothing ahead of a slow client. */
  async taken(): Promise<void> {
    if (this.connected && !this.#reading) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  /** Reads what the SDK writes, for a connection. */
  connect(body: ReadableStream<Uint8Array>): Connection {
    const reader = body.getReader()
    this.#connections += 1
    let closed = false
    const close = (): void => {
      if (closed) return
      closed = true
      this.#connections -= 1
      reader.cancel().catch(() => undefined) // the SDK learns from this that nobody reads; of what has failed, it knows
      this.#wake()
      if (!this.connected) this.#watch.left()
    }
    return { texts: this.#texts(reader, close), close }
  }

  async *#texts(reader: ReadableStreamDefaultReader<Uint8Array>, close: () => void): AsyncGenerator<string, void> {
    const decoder = new TextDecoder()
    try {
      for (;;) {
        this.#reading = true
        this.#wake()
        const { done, value } = await reader.read()
        this.#reading = false
        if (done) return
        const text = decoder.decode(value)
        this.#watch.read(text)
        yield text
        if (this.#watch.taken(text)) return
      }
    } finally {
      close()
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
