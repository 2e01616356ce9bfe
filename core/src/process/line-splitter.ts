const lineFeed = 0x0a
const carriageReturn = 0x0d
/** Memory that is kept for the next unfinished line. */
const keptBytes = 256 * 1024

/**
 * Cuts a stream of bytes into lines. Line ends are `\n` and `\r\n`; the text has none. Bytes become text line by line, so a
 * character that is split over chunks stays whole; bytes that are not UTF-8 become U+FFFD.
 */
export class LineSplitter {
  readonly #maxLineBytes: number
  /** Begins with the unfinished line. Doubles when it is full, so that a long line in many chunks costs linear time. */
  #pending = Buffer.alloc(0)
  #length = 0
  #overflowed = false

  /** `maxLineBytes` counts a line without its `\n`. */
  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes
  }

  /** A line was over the limit. It and everything after it is dropped. */
  get overflowed(): boolean {
    return this.#overflowed
  }

  /** The lines that this chunk completes. */
  push(chunk: Buffer): string[] {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1 && !this.#overflowed; end = chunk.indexOf(lineFeed, start)) {
      this.#finish(chunk, start, end, lines)
      start = end + 1
    }
    if (start < chunk.length && !this.#overflowed) this.#keep(chunk, start)
    return lines
  }

  /** The last line when it has no line end. */
  end(): string[] {
    if (this.#length === 0) return []
    const last = text(this.#pending, 0, this.#length)
    this.#release()
    return [last]
  }

  #finish(chunk: Buffer, start: number, end: number, lines: string[]): void {
    if (this.#length + end - start > this.#maxLineBytes) this.#overflow()
    else if (this.#length === 0) lines.push(text(chunk, start, end))
    else {
      this.#append(chunk, start, end)
      lines.push(text(this.#pending, 0, this.#length))
      this.#release()
    }
  }

  #keep(chunk: Buffer, start: number): void {
    if (this.#length + chunk.length - start > this.#maxLineBytes) this.#overflow()
    else this.#append(chunk, start, chunk.length)
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const length = this.#length + end - start
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#pending.length * 2))
      this.#pending.copy(larger, 0, 0, this.#length)
      this.#pending = larger
    }
    chunk.copy(this.#pending, this.#length, start, end)
    this.#length = length
  }

  #overflow(): void {
    this.#overflowed = true
    this.#release()
    this.#pending = Buffer.alloc(0)
  }

  #release(): void {
    this.#length = 0
    if (this.#pending.length > keptBytes) this.#pending = Buffer.alloc(0)
  }
}

function text(bytes: Buffer, start: number, end: number): string {
  const withoutReturn = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end
  return bytes.toString('utf8', start, withoutReturn)
}
