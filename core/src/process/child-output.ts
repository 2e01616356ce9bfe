import type { OutputStream } from '@clinvk/plugin-sdk'
import type { Readable } from 'node:stream'
import { ByteTail } from './byte-tail.ts'
import { LineQueue, type OutputLine } from './line-queue.ts'
import { LineSplitter } from './line-splitter.ts'

const stderrTailBytes = 64 * 1024
/**
 * What is read at most after the process ended. Its own last output is no more than the pipes hold (some 200 KiB); the rest
 * comes from somebody who inherited them.
 */
const drainBytes = 8 * 1024 * 1024

interface Source {
  readonly pipe: Readable
  readonly name: OutputStream
  readonly splitter: LineSplitter
}

/** Both outputs of a process, as lines in order of arrival. Reads on even when nobody takes the lines. */
export class ChildOutput {
  readonly #sources: readonly Source[]
  readonly #queue = new LineQueue(() => this.#resume())
  readonly #tail = new ByteTail(stderrTailBytes)
  readonly #onLineTooLong: () => void
  /** Undefined while the process runs; then how many bytes may still be read. */
  #left: number | undefined
  #finish: () => void = () => {}
  #open = 2

  constructor(stdout: Readable, stderr: Readable, maxLineBytes: number, onLineTooLong: () => void) {
    this.#onLineTooLong = onLineTooLong
    this.#sources = [
      { pipe: stdout, name: 'stdout', splitter: new LineSplitter(maxLineBytes) },
      { pipe: stderr, name: 'stderr', splitter: new LineSplitter(maxLineBytes) },
    ]
    for (const source of this.#sources) this.#listen(source)
  }

  /** For one reader. */
  lines(): AsyncIterable<OutputLine> {
    return this.#queue.read()
  }

  /** The last 64 KiB of stderr. */
  stderrTail(): string {
    return this.#tail.toString()
  }

  /**
   * Reads what the ended process left in the pipes, for `withinMs` at most: a grandchild may hold them open for ever. From
   * here on a slow reader does not pause the pipes, so nothing that the process wrote is lost.
   */
  async drain(withinMs: number): Promise<void> {
    this.#left = drainBytes
    await new Promise<void>((resolve) => {
      // One more round of reading after the timer: it may be late because the host was busy, with output waiting all the time.
      const timer = setTimeout(() => setImmediate(resolve), withinMs)
      this.#finish = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#resume()
      if (this.#open === 0) this.#finish()
    })
    for (const source of this.#sources) {
      source.pipe.destroy()
      this.#flush(source)
    }
    this.#queue.close()
  }

  #listen(source: Source): void {
    const { pipe } = source
    pipe.on('data', (chunk: Buffer) => this.#take(source, chunk))
    pipe.on('end', () => this.#flush(source))
    // A pipe that breaks has ended; how the process did is told by its exit.
    pipe.on('error', () => {})
    pipe.on('close', () => {
      this.#open--
      if (this.#open === 0) this.#finish()
    })
  }

  #take({ name, splitter }: Source, chunk: Buffer): void {
    if (name === 'stderr') this.#tail.push(chunk)
    if (!splitter.overflowed) {
      for (const line of splitter.push(chunk)) this.#queue.push(line, name)
      if (splitter.overflowed) this.#onLineTooLong()
    }
    if (this.#left === undefined) {
      if (this.#queue.full) for (const { pipe } of this.#sources) pipe.pause()
    } else {
      this.#left -= chunk.length
      if (this.#left <= 0) this.#finish()
    }
  }

  #flush({ name, splitter }: Source): void {
    for (const line of splitter.end()) this.#queue.push(line, name)
  }

  #resume(): void {
    for (const { pipe } of this.#sources) pipe.resume()
  }
}
