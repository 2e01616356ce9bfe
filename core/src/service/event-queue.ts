/**
 * Brings the events of several runs together into one stream. Who puts waits while nobody takes, so that a slow reader slows
 * the runs instead of filling the memory.
 */
export class EventQueue<Event> {
  readonly #capacity: number
  readonly #events: Event[] = []
  #room: (() => void)[] = []
  #news: (() => void) | undefined
  #ended = false
  #left = false

  constructor(capacity = 64) {
    this.#capacity = capacity
  }

  /** Resolves when there is room for the next one; at once when nobody will take it any more. */
  async put(event: Event): Promise<void> {
    if (this.#left) return
    this.#events.push(event)
    this.#news?.()
    if (this.#events.length >= this.#capacity) await new Promise<void>((resolve) => this.#room.push(resolve))
  }

  /** Nothing more is put. */
  end(): void {
    this.#ended = true
    this.#news?.()
  }

  /** Nothing more is taken: whoever waits goes on. */
  leave(): void {
    this.#left = true
    this.#events.length = 0
    this.#makeRoom()
  }

  /** What is put, in order, until the end. */
  async *take(): AsyncGenerator<Event, void> {
    for (;;) {
      const event = this.#events.shift()
      if (event !== undefined) {
        if (this.#events.length < this.#capacity) this.#makeRoom()
        yield event
      } else if (this.#ended) return
      else await this.#more()
    }
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#news = resolve
    })
    this.#news = undefined
  }

  #makeRoom(): void {
    const waiting = this.#room
    this.#room = []
    for (const resolve of waiting) resolve()
  }
}
