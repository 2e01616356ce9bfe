import { setMaxListeners } from 'node:events'

/** The calls that are at work, so that a server can end them and wait until nothing of them is left. */
export class OpenCalls {
  #count = 0
  readonly #ending = new AbortController()
  readonly #waiting = new Set<() => void>()

  constructor() {
    setMaxListeners(0, this.#ending.signal) // each call listens
  }

  /** Aborted when every call has to end. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /** So many are at work. */
  get count(): number {
    return this.#count
  }

  /** Does something that the end waits for. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#count -= 1
      if (this.#count === 0) {
        for (const resolve of this.#waiting) resolve()
        this.#waiting.clear()
      }
    }
  }

  /** Ends all, and resolves when nothing is at work. */
  async end(): Promise<void> {
    this.#ending.abort()
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }
}
