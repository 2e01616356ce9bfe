/** Keeps the last part of a stream. */
export class ByteTail {
  readonly #limit: number
  #chunks: Buffer[] = []
  #length = 0

  /** `limit` in bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    // Not after each chunk: a stream of single bytes would be copied over and over.
    if (this.#length > 2 * this.#limit || this.#chunks.length > 1024) this.#compact()
  }

  /** The text of the last bytes, beginning with a whole character. */
  toString(): string {
    this.#compact()
    const bytes = this.#chunks[0] ?? Buffer.alloc(0)
    let start = 0
    // 10xxxxxx continues a character whose first byte was cut off; there are at most three of them.
    while (start < 3 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++
    return bytes.toString('utf8', start)
  }

  #compact(): void {
    const bytes = Buffer.concat(this.#chunks)
    // A copy, so that a slice does not keep all of what it was cut from.
    this.#chunks = [Buffer.from(bytes.subarray(Math.max(0, bytes.length - this.#limit)))]
    this.#length = this.#chunks[0]?.length ?? 0
  }
}
