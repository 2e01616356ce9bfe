import { write } from 'node:fs'

/** What waits for a reader that takes nothing, at most, characters. A server does not stop for its log. */
const longestQueue = 16 * 2 ** 20

/** So long lines gather after a write, milliseconds: one write for each request would cost as much as its answer. */
const gatherMs = 10

/** When a reader that takes nothing just now is tried again, milliseconds. */
const againMs = 10

/** How long the end may wait for what is still to be written, milliseconds. */
const lastWordsMs = 1000

/** Where lines of a log are written to. */
export interface LogOutputOptions {
  readonly fd: number
  /** Told how many lines are lost, once something could be written again. */
  readonly lost: (lines: number) => void
}

/**
 * Writes lines to a file descriptor, in the background and in their order: the first at once, those that follow soon together. Neither a reader that is stuck nor a disk that is full holds the server up, in its end
 * neither: what the writers of libraries do when a process ends waits for both.
 */
export class LogOutput {
  readonly #options: LogOutputOptions
  #lines: string[] = []
  #size = 0
  #lost = 0
  /** Writes, or gathers what follows. */
  #writing = false
  #written: () => void = () => {}

  constructor(options: LogOutputOptions) {
    this.#options = options
  }

  write(line: string): void {
    if (this.#size + line.length > longestQueue) {
      this.#lost += 1
      return
    }
    this.#lines.push(line)
    this.#size += line.length
    if (!this.#writing) this.#next()
  }

  /** Resolves when all has been written, or after a second. */
  async end(): Promise<void> {
    if (!this.#writing) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lastWordsMs)
      this.#written = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #next(): void {
    const lines = this.#lines
    this.#lines = []
    this.#writing = lines.length > 0
    if (this.#writing) this.#write(Buffer.from(lines.join('')), lines)
    else this.#written()
  }

  #write(bytes: Buffer, lines: readonly string[]): void {
    write(this.#options.fd, bytes, (error, count) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#write(bytes, lines), againMs).unref()
      else if (error === null && count < bytes.length) this.#write(bytes.subarray(count), lines)
      else this.#settle(error, lines)
    })
  }

  #settle(error: Error | null, lines: readonly string[]): void {
    this.#size -= lines.reduce((sum, line) => sum + line.length, 0)
    // A full disk, or a terminal that is gone: there is nowhere to tell. The next lines try again.
    if (error !== null) this.#lost += lines.length
    const lost = this.#lost
    if (error === null && lost > 0) {
      this.#lost = 0
      this.#options.lost(lost)
    }
    setTimeout(() => this.#next(), gatherMs)
  }
}
