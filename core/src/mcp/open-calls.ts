import type { RequestId } from '@modelcontextprotocol/sdk/types.js'

/** A request that has no answer yet. */
interface OpenCall {
  readonly controller: AbortController
  /** Nobody waits for its answer. Its id stays taken until there is one: it would be read as that of the next call. */
  cancelled: boolean
}

/** The requests of one client: they are cancelled one by one, and ended together. The SDK cancels none whose id is 0 or empty. */
export class OpenCalls {
  readonly #open = new Map<RequestId, OpenCall>()
  readonly #onCancel: (id: RequestId) => void
  readonly #waiting = new Set<() => void>()
  #working = 0
  #ending = false

  /** `onCancel` is called when nobody waits any longer for an answer. */
  constructor(onCancel: (id: RequestId) => void = () => {}) {
    this.#onCancel = onCancel
  }

  /** So many are at work. */
  get count(): number {
    return this.#working
  }

  /** A request has come. */
  begin(id: RequestId): OpenCall {
    const call = { controller: new AbortController(), cancelled: false }
    if (this.#ending) call.controller.abort()
    this.#open.set(id, call)
    return call
  }

  /** Whether this is the id of a request without an answer. */
  has(id: RequestId): boolean {
    return this.#open.has(id)
  }

  /** Whether this request was cancelled: its answer is for nobody. */
  cancelled(id: RequestId): boolean {
    return this.#open.get(id)?.cancelled === true
  }

  /** Ends one, because nobody waits for its answer. */
  cancel(id: RequestId): void {
    const call = this.#open.get(id)
    if (call === undefined || call.cancelled) return
    call.cancelled = true
    this.stop(id)
    this.#onCancel(id)
    this.#changed()
  }

  /** Ends the work of one, whose answer then says so. */
  stop(id: RequestId): void {
    this.#open.get(id)?.controller.abort()
  }

  /** A request has its answer, whether that was sent or not: its id is free. */
  settle(id: RequestId): void {
    this.#open.delete(id)
    this.#changed()
  }

  /** Does the work of a request, which ends when the signal is aborted. The end of all waits for it. */
  async hold<Result>(id: RequestId, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { controller } = this.#open.get(id) ?? this.begin(id)
    this.#working += 1
    try {
      return await work(controller.signal)
    } finally {
      this.#working -= 1
      this.#changed()
    }
  }

  /** Ends all, and resolves when nothing is at work. */
  end(): Promise<void> {
    this.#ending = true
    for (const { controller } of this.#open.values()) controller.abort()
    return this.#until(() => this.#working === 0)
  }

  /** Resolves when nobody waits for an answer. */
  idle(): Promise<void> {
    return this.#until(() => [...this.#open.values()].every(({ cancelled }) => cancelled))
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  #changed(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
