/** What a terminal does when nobody has told it anything: lines wrap, the cursor is shown. */
const onByDefault: ReadonlySet<number> = new Set([7, 25])

/** Modes that swap the screen; the cursor and the keyboard of each screen are its own. */
const screens: ReadonlySet<number> = new Set([47, 1047, 1049])

const escape = 0x1b
/** A sequence that is longer than this is text with a stray escape character, or a picture: nothing that changes a mode. */
const longest = 64

/**
 * Follows what a program writes to its terminal and knows what it has left switched on: the alternate screen, a hidden
 * cursor, mouse, focus and paste reports, the keyboard protocols, a scroll region, colours. Looks at nothing else.
 */
export class TerminalModes {
  #state: 'text' | 'escape' | 'sequence' | 'string' | 'string-escape' = 'text'
  #sequence = ''
  /** Private modes (`CSI ? n h`) that are not as they were. */
  readonly #changed = new Map<number, boolean>()
  #keyboard = { main: 0, alternate: 0 }
  #otherKeys = false
  #keypad = false
  #region = false
  #cursorShape = false
  #coloured = false

  /** The program's next bytes; they may end anywhere. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#state === 'text') {
        at = bytes.indexOf(escape, at)
        if (at === -1) return
        this.#state = 'escape'
      } else this.#next(bytes[at] as number)
    }
  }

  /** What has to be written so that the terminal is as it was before; empty when the program has done that itself. */
  undo(): string {
    const inside = this.#alternate()
    return [
      // Whatever the program could not finish would swallow what comes next.
      ...(this.#state === 'string' || this.#state === 'string-escape' ? ['\u001b\\'] : this.#state === 'text' ? [] : ['\u0018']),
      ...this.#undoKeyboard(inside ? 'alternate' : 'main'),
      ...this.#undoModes(),
      ...(inside ? this.#undoKeyboard('main') : []),
      ...(this.#otherKeys ? ['\u001b[>4m'] : []),
      ...(this.#keypad ? ['\u001b>'] : []),
      // Setting the region moves the cursor.
      ...(this.#region ? ['\u001b7\u001b[r\u001b8'] : []),
      ...(this.#cursorShape ? ['\u001b[0 q'] : []),
      ...(this.#coloured ? ['\u001b[0m'] : []),
    ].join('')
  }

  /** What brings the private modes back after {@link undo}: for a program that goes on after a pause. */
  redo(): string {
    return [...this.#changed].map(([mode, on]) => `\u001b[?${mode}${on ? 'h' : 'l'}`).join('')
  }

  #alternate(): boolean {
    return [...screens].some((mode) => this.#changed.get(mode) === true)
  }

  #undoKeyboard(screen: 'main' | 'alternate'): string[] {
    const pushed = this.#keyboard[screen]
    return pushed === 0 ? [] : [`\u001b[<${pushed}u\u001b[=0u`]
  }

  /** The screen last: leaving it brings the old cursor back. */
  #undoModes(): string[] {
    const modes = [...this.#changed.keys()].sort((a, b) => Number(screens.has(a)) - Number(screens.has(b)))
    return modes.map((mode) => `\u001b[?${mode}${this.#changed.get(mode) === true ? 'l' : 'h'}`)
  }

  #next(byte: number): void {
    const char = String.fromCharCode(byte)
    if (this.#state === 'escape') this.#afterEscape(char)
    else if (this.#state === 'sequence') this.#inSequence(byte, char)
    else if (this.#state === 'string-escape') this.#endOfString(byte, char)
    else if (byte === escape) this.#state = 'string-escape'
    else if (byte === 0x07 || byte === 0x18 || byte === 0x1a) this.#state = 'text'
  }

  #afterEscape(char: string): void {
    this.#sequence = ''
    if (char === '[') this.#state = 'sequence'
    else if (']P_^X'.includes(char)) this.#state = 'string'
    else if (char !== '\u001b') {
      this.#state = 'text'
      if (char === '=' || char === '>') this.#keypad = char === '='
      if (char === 'c') this.#forget()
    }
  }

  #endOfString(byte: number, char: string): void {
    // `ESC \` ends the string; any other escape sequence ends it too and is one itself.
    if (char === '\\') this.#state = 'text'
    else {
      this.#state = 'escape'
      this.#next(byte)
    }
  }

  #inSequence(byte: number, char: string): void {
    if (byte === escape) this.#state = 'escape'
    else if (byte === 0x18 || byte === 0x1a || this.#sequence.length > longest) this.#state = 'text'
    else if (byte >= 0x40 && byte <= 0x7e) {
      this.#state = 'text'
      this.#apply(this.#sequence, char)
    } else if (byte >= 0x20) this.#sequence += char
  }

  #apply(parameters: string, final: string): void {
    const numbers = parameters.replace(/^[?<=>]/, '').split(';').map(Number)
    if (parameters.startsWith('?') && (final === 'h' || final === 'l')) {
      for (const mode of numbers) this.#setMode(mode, final === 'h')
    } else if (final === 'u') this.#setKeyboard(parameters, numbers[0] ?? 0)
    else if (parameters.startsWith('>4') && final === 'm') this.#otherKeys = (numbers[1] ?? 0) > 0
    else if (/^[\d;:]*$/.test(parameters) && final === 'm') this.#coloured = !/^[0;]*$/.test(parameters)
    else if (/^[\d;]*$/.test(parameters) && final === 'r') this.#region = parameters !== ''
    else if (parameters.endsWith(' ') && final === 'q') this.#cursorShape = (Number.parseInt(parameters, 10) || 0) > 0
    else if (parameters === '!' && final === 'p') this.#forget()
  }

  #setMode(mode: number, on: boolean): void {
    if (!Number.isInteger(mode)) return
    // Blinking is the user's own choice, and both ways are harmless.
    if (on === onByDefault.has(mode) || mode === 12) this.#changed.delete(mode)
    else if (on || onByDefault.has(mode)) this.#changed.set(mode, on)
  }

  /** The kitty protocol: `>` puts flags on a stack, `<` takes some off, `=` sets the ones on top. */
  #setKeyboard(parameters: string, first: number): void {
    const screen = this.#alternate() ? 'alternate' : 'main'
    if (parameters.startsWith('>')) this.#keyboard[screen] += 1
    else if (parameters.startsWith('<')) this.#keyboard[screen] = Math.max(0, this.#keyboard[screen] - Math.max(1, first))
    else if (parameters.startsWith('=') && first > 0) this.#keyboard[screen] = Math.max(1, this.#keyboard[screen])
  }

  /** The program has reset the terminal. */
  #forget(): void {
    this.#changed.clear()
    this.#keyboard = { main: 0, alternate: 0 }
    this.#otherKeys = this.#keypad = this.#region = this.#cursorShape = this.#coloured = false
  }
}
