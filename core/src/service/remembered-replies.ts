import { createHash } from 'node:crypto'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { orAborted } from '../schema/or-aborted.ts'

/** An answer that can be given again. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Who asked for what under which key. */
export interface AskedOnce {
  /** The caller's name; absent: no keys are configured. */
  readonly principal?: string
  readonly key: string
  /** Everything that makes it this request: path and body. */
  readonly request: readonly unknown[]
}

/** What an answer under a known key is. */
export interface Remembered {
  readonly reply: Reply
  /** It was given before. */
  readonly replayed: boolean
}

/** How much is remembered, and for how long. */
export interface MemoryLimits {
  readonly maxAgeMs: number
  readonly maxReplies: number
  /** Of all bodies together. */
  readonly maxCharacters: number
}

interface Entry {
  readonly fingerprint: string
  /** Absent while the first one is still at work. */
  reply?: Reply
  until: number
  /** Settles with the first one, and tells nothing else. */
  readonly settled: Promise<unknown>
}

const usual: MemoryLimits = { maxAgeMs: 60 * 60 * 1000, maxReplies: 1000, maxCharacters: 32 * 1024 * 1024 }

/** The same key was used for another request. */
export class OtherRequest extends ClinvkError {
  constructor(key: string) {
    super('invalid_request', `the idempotency key ${JSON.stringify(key.slice(0, 60))} was used for another request`, { hint: 'Use a key of its own for each request.' })
  }
}

/**
 * Answers that were given under an idempotency key, so that the same request, sent again, gets them again instead of another run.
 * Kept in memory; the oldest go first when there are too many. An answer that failed to come is not remembered.
 */
export class RememberedReplies {
  readonly #limits: MemoryLimits
  readonly #clock: () => number
  readonly #entries = new Map<string, Entry>()
  #characters = 0

  constructor(limits: MemoryLimits = usual, clock: () => number = () => performance.now()) {
    this.#limits = limits
    this.#clock = clock
  }

  /**
   * Has the answer made once: whoever asks meanwhile, or later, waits for the first one's. When that throws, the next in line makes
   * its own. Aborting `signal` ends the waiting, not what is waited for. Errors: {@link OtherRequest}, and what `make` throws.
   */
  async execute(asked: AskedOnce, make: () => Promise<Reply>, signal: AbortSignal): Promise<Remembered> {
    const id = JSON.stringify([asked.principal ?? null, asked.key])
    const fingerprint = createHash('sha256').update(canonical(asked.request)).digest('base64')
    for (;;) {
      this.#forgetOld()
      const known = this.#entries.get(id)
      if (known === undefined) return { reply: await this.#first(id, fingerprint, make), replayed: false }
      if (known.fingerprint !== fingerprint) throw new OtherRequest(asked.key)
      if (known.reply !== undefined) return { reply: known.reply, replayed: true }
      await orAborted(known.settled, signal)
    }
  }

  async #first(id: string, fingerprint: string, make: () => Promise<Reply>): Promise<Reply> {
    let resolve = (): void => undefined
    const settled = new Promise<void>((done) => (resolve = done))
    const entry: Entry = { fingerprint, until: Infinity, settled }
    this.#entries.set(id, entry)
    try {
      entry.reply = await make()
      entry.until = this.#clock() + this.#limits.maxAgeMs
      this.#characters += entry.reply.body.length
      // Behind those that were done before it: the oldest go first.
      this.#entries.delete(id)
      this.#entries.set(id, entry)
      return entry.reply
    } catch (error) {
      this.#entries.delete(id)
      throw error
    } finally {
      resolve()
      this.#forgetOld()
    }
  }

  #forgetOld(): void {
    const { maxReplies, maxCharacters } = this.#limits
    for (const [id, { reply, until }] of this.#entries) {
      if (reply === undefined) continue
      const over = this.#characters > maxCharacters || this.#entries.size > maxReplies
      if (!over && until > this.#clock()) continue
      this.#entries.delete(id)
      this.#characters -= reply.body.length
    }
  }
}

/** The same text for the same JSON, in whatever order its keys stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner))
}
