import { ClinvkError } from '@clinvk/plugin-sdk'
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import type { ReadStream, WriteStream } from 'node:tty'
import type { TerminalSize } from './open-pty.ts'
import { TerminalModes } from './terminal-modes.ts'

/** The terminal that a person sits at. */
export interface TerminalStreams {
  readonly stdin: ReadStream & { readonly fd: number }
  readonly stdout: WriteStream & { readonly fd: number }
}

/** What the person does. */
export interface TerminalEvents {
  keys(bytes: Buffer): void
  resized(size: TerminalSize): void
  /** True when the program has exited: what it has written is read before anything else is done. */
  hasExited(): boolean
  /** The terminal is gone: its window was closed, the connection broke. */
  hungUp(): void
}

/** Enough for a picture on the screen; more is written before more is read. */
const mostPending = 1024 * 1024

/**
 * The person's terminal while a program has it: keys come as they are typed, output goes out as it comes, and afterwards
 * everything is as it was, whatever the program did.
 */
export class UserTerminal {
  readonly #streams: TerminalStreams
  readonly #modes = new TerminalModes()
  readonly #pending: Buffer[] = []
  #pendingBytes = 0
  #fresh = false
  #flushing: NodeJS.Immediate | undefined
  #hasExited = (): boolean => false
  #release: (() => void) | undefined

  /** Throws `invalid_request` when one of the streams is no terminal. */
  constructor(streams: TerminalStreams) {
    for (const name of ['stdin', 'stdout'] as const) {
      if (streams[name].isTTY) continue
      throw new ClinvkError('invalid_request', `could not open the CLI's own screen: ${name} is not a terminal`, {
        hint: 'Run it in a terminal window, without a pipe or redirection; or give a prompt.',
      })
    }
    this.#streams = streams
  }

  get size(): TerminalSize {
    const { columns, rows } = this.#streams.stdout
    // Some terminals, such as those of serial lines, do not know.
    return { columns: columns || 80, rows: rows || 24 }
  }

  /** From now on keys are not interpreted here: Ctrl-C is a key. */
  take(events: TerminalEvents): void {
    const { stdin, stdout } = this.#streams
    this.#hasExited = () => events.hasExited()
    const resized = (): void => events.resized(this.size)
    const hungUp = (): void => events.hungUp()
    stdin.on('data', events.keys)
    stdin.on('end', hungUp)
    // A write to a terminal that is gone fails; the signal or the end of stdin says so, too.
    for (const stream of [stdin, stdout]) stream.on('error', hungUp)
    stdout.on('resize', resized)
    this.#release = () => {
      stdin.off('data', events.keys)
      stdin.off('end', hungUp)
      stdout.off('resize', resized)
      stdin.pause()
    }
    this.#raw()
    stdin.resume()
  }

  /** Takes the line discipline's hands off keys and output. */
  #raw(): void {
    const { stdin } = this.#streams
    stdin.setRawMode(true)
    // Node.js keeps the translation of line feeds, which has already happened on the program's own terminal. Where there is
    // no stty, programs that switched it off for themselves look ragged; that is no reason not to run them.
    spawnSync('stty', ['-opost'], { stdio: [stdin.fd, 'ignore', 'ignore'] })
  }

  /**
   * Passes output on. Writing to a terminal waits for the terminal. Meanwhile nothing is read, and 200 ms after a program has
   * exited the library that reads discards the rest: so what is ready is read first, and after an exit all of it.
   */
  write(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    this.#fresh = true
    this.#flushing ??= setImmediate(() => this.#flushLater())
  }

  /**
   * Output that is not yet written goes out, then whatever undoes what the program has left behind; keys as before. Returns
   * how {@link again} brings the program's screen back.
   */
  restore(): string {
    this.#flush()
    const redo = this.#modes.redo()
    this.#output(Buffer.from(this.#modes.undo()))
    this.#streams.stdin.setRawMode(false)
    return redo
  }

  /** The program goes on after a pause. */
  again(redo: string): void {
    this.#raw()
    this.#output(Buffer.from(redo))
  }

  /** Gives the terminal back. */
  giveBack(): void {
    this.restore()
    this.#release?.()
    this.#release = undefined
  }

  #flushLater(): void {
    this.#flushing = undefined
    // After the exit, `restore` writes what is left.
    if (this.#hasExited()) return
    if (this.#fresh && this.#pendingBytes < mostPending) {
      this.#fresh = false
      this.#flushing = setImmediate(() => this.#flushLater())
    } else this.#flush()
  }

  #flush(): void {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    const bytes = Buffer.concat(this.#pending.splice(0))
    this.#pendingBytes = 0
    this.#output(bytes)
  }

  #output(bytes: Buffer): void {
    this.#modes.write(bytes)
    for (let done = 0; done < bytes.length; ) {
      try {
        done += writeSync(this.#streams.stdout.fd, bytes, done)
      } catch (error) {
        // A slow terminal that somebody has made non-blocking: wait for it, as a blocking one would.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return // gone: nobody sees it any more
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
      }
    }
  }
}
