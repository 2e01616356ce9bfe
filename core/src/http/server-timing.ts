/** When the steps of one request happened; becomes the header `Server-Timing`. */
export class ServerTiming {
  readonly #started = performance.now()
  readonly #steps = new Map<string, number>()
  #last = this.#started

  /** Ends a step, which began where the one before ended. Only the first of a name counts: a request may have several runs. */
  mark(name: string): void {
    if (this.#steps.has(name)) return
    const now = performance.now()
    this.#steps.set(name, now - this.#last)
    this.#last = now
  }

  /** Milliseconds since the request came. */
  get total(): number {
    return performance.now() - this.#started
  }

  /** The header's value: the steps so far, and the time until now. */
  toString(): string {
    return [...this.#steps, ['total', this.total] as const].map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', ')
  }
}
