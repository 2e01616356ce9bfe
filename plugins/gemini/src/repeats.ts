/** Shortest text that is taken for a repetition; below, an answer may well say the same twice. */
const leastRepeat = 8
/** The CLI waits at least a second before it repeats a broken answer; timers may be a little early. */
const leastPauseMs = 900

/**
 * Takes repetitions out of a streamed text. When an answer breaks off or is invalid, Gemini CLI asks again and prints the
 * new attempt's text behind the old one's, with no sign in the output (0.61.0). What can be known: the attempt comes after a
 * pause of a second or more, and begins as the first one did. So text after such a pause is held back while it only
 * repeats what is known, and what goes beyond it is the rest of the message. An attempt that words things differently
 * cannot be told from a message that goes on.
 */
export class Repeats {
  #known = ''
  #held: string | undefined
  #last: number | undefined

  /** `at`: when the CLI printed the piece, milliseconds. Returns the text that is new. */
  add(piece: string, at: number | undefined): string {
    const paused = at !== undefined && this.#last !== undefined && at - this.#last >= leastPauseMs
    this.#last = at ?? this.#last
    // A second repetition begins: the one that was held back broke off before it got further.
    if (paused && this.#known.length >= leastRepeat) this.#held = ''
    if (this.#held === undefined) return this.#new(piece)
    this.#held += piece
    if (this.#held.length < this.#known.length && this.#known.startsWith(this.#held)) return ''
    const text = this.#held.startsWith(this.#known) ? this.#held.slice(this.#known.length) : this.#held
    this.#held = undefined
    return this.#new(text)
  }

  /**
   * Ends the message. `rest` is text that was held back and is no repetition; `whole` is the message when its last attempt
   * was a shorter one than what was printed before.
   */
  end(): { readonly rest: string; readonly whole?: string } {
    const held = this.#held ?? ''
    this.#known = ''
    this.#held = undefined
    this.#last = undefined
    return held.length >= leastRepeat ? { rest: '', whole: held } : { rest: held }
  }

  #new(text: string): string {
    this.#known += text
    return text
  }
}
