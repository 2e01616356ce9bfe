/** Nearly every piece: nothing in it needs a closer look. */
const harmless = /^[\n\t\x20-\x7e]*$/

/**
 * Model output for a person's terminal: without escape sequences and control characters (C0 but line feed and tab, DEL,
 * C1), so that an answer cannot move the cursor, set the clipboard or the title. State is kept between pieces: a sequence
 * may be split anywhere.
 */
export class TerminalText {
  #state: 'text' | 'escape' | 'csi' | 'string' | 'string-escape' = 'text'
  #return = false

  /** What of `piece` may be printed. */
  clean(piece: string): string {
    if (this.#state === 'text' && !this.#return && harmless.test(piece)) return piece
    let out = ''
    for (const letter of piece) out += this.#next(letter, letter.codePointAt(0) as number)
    return out
  }

  #next(letter: string, code: number): string {
    switch (this.#state) {
      case 'escape':
        return this.#afterEscape(letter, code)
      case 'csi':
        // Parameters and intermediates, then one final byte. A line feed in between means that it was no sequence.
        if (code >= 0x40 && code <= 0x7e) this.#state = 'text'
        else if (code < 0x20 || code > 0x7e) return this.#restart(letter, code)
        return ''
      case 'string':
        // OSC, DCS, APC, PM, SOS: up to BEL, ST or ESC \. They may hold anything but line feeds.
        if (code === 0x07 || code === 0x9c) this.#state = 'text'
        else if (code === 0x1b) this.#state = 'string-escape'
        else if (code === 0x0a) return this.#restart(letter, code)
        return ''
      case 'string-escape':
        this.#state = letter === '\\' ? 'text' : 'string'
        return ''
      default:
        return this.#plain(letter, code)
    }
  }

  #afterEscape(letter: string, code: number): string {
    if (letter === '[') this.#state = 'csi'
    else if (letter === ']' || letter === 'P' || letter === '_' || letter === '^' || letter === 'X') this.#state = 'string'
    else if (code >= 0x20 && code <= 0x2f) return '' // an intermediate: the final byte is still to come
    else if (code >= 0x30 && code <= 0x7e) this.#state = 'text'
    else return this.#restart(letter, code)
    return ''
  }

  #restart(letter: string, code: number): string {
    this.#state = 'text'
    return this.#plain(letter, code)
  }

  #plain(letter: string, code: number): string {
    if (code === 0x0d) this.#return = true
    else if (code === 0x1b) this.#state = 'escape'
    else if (code === 0x9b) this.#state = 'csi'
    else if (code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f) this.#state = 'string'
    else if (code === 0x0a || code === 0x09 || (code >= 0x20 && code < 0x7f) || code > 0x9f) {
      // A lone carriage return would overwrite the line: it becomes a new one, whatever was left out in between.
      const afterReturn = this.#return
      this.#return = false
      return afterReturn && code !== 0x0a ? `\n${letter}` : letter
    }
    return ''
  }
}

/** A text of another program or a model as one clean line. */
export function oneLine(text: string): string {
  return new TerminalText().clean(text).trim().replaceAll(/\s*\n\s*/g, ' ')
}
