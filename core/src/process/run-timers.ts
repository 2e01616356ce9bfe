/** The longest time a timer of Node.js can have; longer ones would fire at once. */
const longestMs = 2 ** 31 - 1

/** When a run is stopped by the clock, milliseconds. Absent or 0: never. */
export interface TimeLimits {
  /** Since the start. */
  readonly timeoutMs?: number
  /** Since the start or the last event. */
  readonly idleMs?: number
}

/** The two clocks of a run. */
export class RunTimers {
  readonly #expire: (reason: 'timeout' | 'idle') => void
  readonly #idleMs: number
  #total: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined
  #lastEvent = performance.now()

  constructor({ timeoutMs, idleMs }: TimeLimits, expire: (reason: 'timeout' | 'idle') => void) {
    this.#expire = expire
    this.#idleMs = Math.min(idleMs ?? 0, longestMs)
    if (timeoutMs !== undefined && timeoutMs > 0) {
      this.#total = setTimeout(() => expire('timeout'), Math.min(timeoutMs, longestMs))
    }
    if (this.#idleMs > 0) this.#watch(this.#idleMs)
  }

  /** An event came. Cheap: the timer that runs is left alone and looks at the clock when it fires. */
  touch(): void {
    this.#lastEvent = performance.now()
  }

  clear(): void {
    clearTimeout(this.#total)
    clearTimeout(this.#idle)
  }

  #watch(inMs: number): void {
    this.#idle = setTimeout(() => {
      const left = this.#lastEvent + this.#idleMs - performance.now()
      // Timers may fire up to a millisecond early.
      if (left < 1) this.#expire('idle')
      else this.#watch(left)
    }, inMs)
  }
}
