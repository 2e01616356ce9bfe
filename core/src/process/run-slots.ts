import { ClinvkError } from '@clinvk/plugin-sdk'

/** How many runs may be at work and in wait. */
export interface SlotLimits {
  /** Runs at the same time, at least 1. */
  readonly max: number
  /** Runs that may wait for a slot. 0: none waits. */
  readonly maxQueue: number
  /** How long one waits, milliseconds. */
  readonly queueTimeoutMs: number
}

/** Bounds of the advice when to come back, seconds. */
const soonest = 1
const latest = 60
/** What a run is thought to take until one has been seen, milliseconds. */
const assumedRunMs = 5000

/** A cold run of a CLI takes 150 to 290 MiB. */
const bytesPerRun = 300 * 1024 * 1024
const mostRuns = 64

/** How many runs a machine with so much memory takes: half of the memory, at least 1, at most 64. */
export function defaultMaxRuns(memoryBytes: number): number {
  return Math.min(mostRuns, Math.max(1, Math.floor(memoryBytes / 2 / bytesPerRun)))
}

/** Slots for runs, handed out first come, first served. */
export class RunSlots {
  readonly #limits: SlotLimits
  #active = 0
  #meanMs = assumedRunMs
  /** In order of arrival. */
  readonly #queue = new Set<() => void>()

  constructor(limits: SlotLimits) {
    this.#limits = limits
  }

  /** Slots there are. */
  get max(): number {
    return this.#limits.max
  }

  /** Slots that are taken. */
  get active(): number {
    return this.#active
  }

  /** Runs that wait for one. */
  get waiting(): number {
    return this.#queue.size
  }

  /**
   * Waits for a slot; resolves with the function that gives it back (calling it twice does nothing more). Rejects with
   * `overloaded` (`details.retry_after_secs`) when the queue is full or the wait too long, with `cancelled` when `signal` is
   * aborted.
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw cancelled('before it began')
    if (this.#active < this.#limits.max) return this.#take()
    const { max, maxQueue } = this.#limits
    if (this.#queue.size >= maxQueue) throw this.#overloaded(`${max} runs are at work and ${this.#queue.size} wait`)
    await this.#wait(signal)
    return this.#lend()
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.delete(enter)
        clearTimeout(timer)
        signal.removeEventListener('abort', cancel)
      }
      const enter = (): void => {
        leave()
        resolve()
      }
      const cancel = (): void => {
        leave()
        reject(cancelled('while it waited for a slot'))
      }
      const { max, queueTimeoutMs } = this.#limits
      const timer = setTimeout(() => {
        leave()
        reject(this.#overloaded(`none of the ${max} runs at work ended within ${queueTimeoutMs} ms`))
      }, queueTimeoutMs)
      signal.addEventListener('abort', cancel, { once: true })
      this.#queue.add(enter)
    })
  }

  #take(): () => void {
    this.#active++
    return this.#lend()
  }

  #lend(): () => void {
    const since = performance.now()
    let returned = false
    return () => {
      if (returned) return
      returned = true
      this.#meanMs += (performance.now() - since - this.#meanMs) / 8
      const [next] = this.#queue
      // The slot goes straight to the first in the queue: whoever comes in between cannot take it.
      if (next === undefined) this.#active--
      else next()
    }
  }

  #overloaded(state: string): ClinvkError {
    const secs = Math.ceil((this.#meanMs * (this.#queue.size + 1)) / this.#limits.max / 1000)
    const retryAfter = Math.min(latest, Math.max(soonest, secs))
    return new ClinvkError('overloaded', `no slot for another run: ${state}`, {
      hint: `Try again in ${retryAfter} s, or raise server.max_runs if the machine has memory to spare.`,
      details: { retry_after_secs: retryAfter },
    })
  }
}

function cancelled(when: string): ClinvkError {
  return new ClinvkError('cancelled', `the run was cancelled ${when}`)
}
