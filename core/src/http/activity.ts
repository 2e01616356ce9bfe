import { setMaxListeners } from 'node:events'

/** Counts what is at work, so that a server can wait for the end of it. */
export class Activity {
  #count = 0
  #closing = false
  readonly #waiting = new Set<() => void>()
  readonly #stop = new AbortController()

  constructor() {
    setMaxListeners(0, this.#stop.signal) // each request listens
  }

  /** Things at work. */
  get count(): number {
    return this.#count
  }

  /** True once nothing new is to begin. */
  get closing(): boolean {
    return this.#closing
  }

  /** Nothing new is to begin. */
  close(): void {
    this.#closing = true
  }

  /** Aborted when what is at work has to end now. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Something begins; the function that ends it works once. */
  enter(): () => void {
    this.#count += 1
    let left = false
    return () => {
      if (left) return
      left = true
      this.#count -= 1
      if (this.#count > 0) return
      for (const resolve of this.#waiting) resolve()
      this.#waiting.clear()
    }
  }

  /** Resolves when nothing is at work. */
  idle(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.add(resolve))
  }

  /** Asks all that is at work to end. */
  end(): void {
    this.#stop.abort()
  }
}
