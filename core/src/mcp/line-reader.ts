/** Puts chunks together to lines. A line that grows beyond the limit is dropped, and told once. */
export class LineReader {
  readonly #maxBytes: number
  readonly #line: (text: string) => void
  readonly #tooLong: () => void
  #pending: Buffer[] = []
  #size = 0
  #dropping = false

  constructor(maxBytes: number, line: (text: string) => void, tooLong: () => void) {
    this.#maxBytes = maxBytes
    this.#line = line
    this.#tooLong = tooLong
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#keep(chunk.subarray(from, end))
      from = end + 1
      const line = Buffer.concat(this.#pending).toString('utf8')
      const whole = !this.#dropping
      this.#forget()
      this.#dropping = false
      if (whole) this.#line(line)
    }
    this.#keep(chunk.subarray(from))
  }

  #keep(piece: Buffer): void {
    if (this.#dropping) return
    this.#size += piece.length
    if (piece.length > 0) this.#pending.push(piece)
    if (this.#size <= this.#maxBytes) return
    this.#forget()
    this.#dropping = true
    this.#tooLong()
  }

  #forget(): void {
    this.#pending = []
    this.#size = 0
  }
}
