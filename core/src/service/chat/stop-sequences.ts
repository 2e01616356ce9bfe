/** What may be handed out, and the sequence that ended it. */
export interface Cut {
  readonly text: string
  readonly stop?: string
}

/** The first half of a character that has two. */
const half = /[\uD800-\uDBFF]$/

/**
 * Looks for stop sequences in a text that comes in pieces. What could be the beginning of one is held back until it is clear
 * that it is none; so is half of a character, which not every reader could put together again. The sequence itself is not
 * handed out. The one that ends first counts, however large the pieces are; where several end at one place, the one that began first.
 */
export class StopSequences {
  readonly #stops: readonly string[]
  #held = ''

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '')
  }

  /** What of the text so far may be handed out. After a stop nothing more must be pushed. */
  push(piece: string): Cut {
    const text = this.#held + piece
    const found = this.#stops.map((stop) => ({ stop, at: text.indexOf(stop), end: text.indexOf(stop) + stop.length })).filter(({ at }) => at !== -1).sort((a, b) => a.end - b.end || a.at - b.at)[0]
    if (found !== undefined) return { text: text.slice(0, found.at), stop: found.stop }
    const keep = this.#beginning(text)
    this.#held = text.slice(text.length - keep)
    return { text: text.slice(0, text.length - keep) }
  }

  /** What was held back, once nothing more comes. */
  rest(): string {
    const held = this.#held
    this.#held = ''
    return held
  }

  /** Length of the longest end of the text that a stop sequence, or a character, begins with. */
  #beginning(text: string): number {
    const lengths = this.#stops.map((stop) => {
      for (let length = Math.min(stop.length - 1, text.length); length > 0; length -= 1) if (text.endsWith(stop.slice(0, length))) return length
      return 0
    })
    return Math.max(half.test(text) ? 1 : 0, ...lengths)
  }
}
