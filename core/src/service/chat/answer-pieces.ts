import type { EventContent } from '@clinvk/plugin-sdk'

/** Something that can be appended to what is there; or a text that was there has changed. */
export type Piece = { readonly append: string } | { readonly replaced: true }

/** Turns `message` or `thinking` events into pieces that only append, by the rule of the SDK's `AnswerText`. */
export class AnswerPieces {
  readonly #said = new Map<string, string>()
  #current: string | undefined
  #unnamed = 0

  add({ id, text, is_partial }: EventContent['thinking']): Piece {
    const key = id === undefined ? `unnamed ${this.#unnamed}` : `id ${id}`
    if (id === undefined && is_partial !== true) this.#unnamed += 1
    const before = this.#said.get(key) ?? ''
    const whole = is_partial === true ? before + text : text
    if (!whole.startsWith(before)) return { replaced: true }
    this.#said.set(key, whole)
    return this.#append(key, whole.slice(before.length), before)
  }

  #append(key: string, piece: string, before: string): Piece {
    if (piece === '') return { append: '' }
    // A message that ended, and grows after another one began, would have to be changed in the middle.
    if (this.#current !== key && before !== '') return { replaced: true }
    const separator = this.#current === undefined || this.#current === key ? '' : '\n\n'
    this.#current = key
    return { append: separator + piece }
  }
}
