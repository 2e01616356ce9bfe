import type { OutputStream } from '@clinvk/plugin-sdk'

/** One line of output, without its line end. */
export interface OutputLine {
  readonly text: string
  readonly stream: OutputStream
}

/** Characters waiting to be read at which the writer is asked to pause, and below which to go on. */
const highWater = 1024 * 1024
const lowWater = 256 * 1024

/**
 * Lines on their way from the pipes to their one reader, in order of arrival. Says when the writer should pause. When the
 * reader leaves early, or never comes, lines are dropped instead of holding up the process that writes them.
 */
export class LineQueue {
  readonly #onRoom: () => void
  #lines: OutputLine[] = []
  /** Lines before this index have been read: cheaper than shifting an array. */
  #next = 0
  #size = 0
  #reader: 'none' | 'reading' | 'left' | 'too late' = 'none'
  #closed = false
  #waiting: ((result: IteratorResult<OutputLine, undefined>) => void)[] = []

  /** `onRoom` is called when a queue that was full has room again. */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom
  }

  /** True: pause, until `onRoom` is called. */
  get full(): boolean {
    return this.#size >= highWater
  }

  push(text: string, stream: OutputStream): void {
    if (this.#reader === 'left' || this.#reader === 'too late') return
    const line = { text, stream }
    const reader = this.#waiting.shift()
    if (reader !== undefined) return reader({ done: false, value: line })
    this.#lines.push(line)
    this.#size += text.length + 1
    // Nobody has asked yet: to wait would be to stop the process for good.
    if (this.#reader === 'none' && this.full) this.#drop('too late')
  }

  /** No line follows. What is queued can still be read. */
  close(): void {
    this.#closed = true
    for (const reader of this.#waiting.splice(0)) reader({ done: true, value: undefined })
  }

  /** The one reader's view. Throws for a second reader, and for one who comes when lines have been dropped already. */
  read(): AsyncIterable<OutputLine> {
    if (this.#reader === 'too late') throw new Error('lines() must be called right after the start: output has been dropped')
    if (this.#reader !== 'none') throw new Error('lines() has one reader, and it was called already')
    this.#reader = 'reading'
    const iterator: AsyncIterator<OutputLine, undefined> = {
      next: () => this.#take(),
      return: () => {
        this.#drop('left')
        return Promise.resolve({ done: true, value: undefined })
      },
    }
    return { [Symbol.asyncIterator]: () => iterator }
  }

  #take(): Promise<IteratorResult<OutputLine, undefined>> {
    const line = this.#lines[this.#next]
    if (line === undefined) {
      if (this.#closed || this.#reader === 'left') return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => this.#waiting.push(resolve))
    }
    const before = this.#size
    this.#size -= line.text.length + 1
    this.#next++
    this.#trim()
    if (before >= lowWater && this.#size < lowWater) this.#onRoom()
    return Promise.resolve({ done: false, value: line })
  }

  #drop(reader: 'left' | 'too late'): void {
    this.#reader = reader
    this.#forget()
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined })
    this.#onRoom()
  }

  /** Lets go of what was read, once that is half of the array: a reader that never catches up must not keep it all. */
  #trim(): void {
    if (this.#next * 2 < this.#lines.length) return
    this.#lines = this.#lines.slice(this.#next)
    this.#next = 0
  }

  #forget(): void {
    this.#lines = []
    this.#next = 0
    this.#size = 0
  }
}
