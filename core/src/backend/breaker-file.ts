import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { type BreakerState, closed, parseState } from './breaker-state.ts'

/** A lock is held for a few file operations; one as old as this belongs to a process that died, milliseconds. */
const staleMs = 2000
/** Between two looks at a lock, milliseconds. */
const pauseMs = 5

/**
 * The file that holds a backend's state for all processes: `<dir>/NAME.json`, absent while there is nothing to tell. What cannot
 * be read counts as closed, and what cannot be written is left: a breaker never stands between a person and an answer for that.
 */
export class BreakerFile {
  readonly #dir: string
  readonly #path: string
  readonly #lock: string
  readonly #log: Log
  #complained = false

  constructor(dir: string, backend: string, log: Log) {
    this.#dir = dir
    this.#path = join(dir, `${backend}.json`)
    this.#lock = join(dir, `${backend}.lock`)
    this.#log = log
  }

  read(): BreakerState {
    let text: string
    try {
      text = readFileSync(this.#path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') this.#complain(`cannot be read (${String(cause)})`)
      return closed
    }
    const state = parseState(text)
    if (state === undefined) this.#complain('is no state of a circuit breaker')
    return state ?? closed
  }

  /** Changes the state under a lock and returns the new one. Nothing is written where nothing changes. */
  async change(next: (state: BreakerState) => BreakerState): Promise<BreakerState> {
    const locked = await this.#acquire()
    try {
      const before = this.read()
      const after = next(before)
      if (after !== before) this.#write(after)
      return after
    } finally {
      if (locked) rmSync(this.#lock, { force: true })
    }
  }

  /** Takes away whatever is there. */
  async remove(): Promise<void> {
    const locked = await this.#acquire()
    this.#write(closed)
    if (locked) rmSync(this.#lock, { force: true })
  }

  #write(state: BreakerState): void {
    const temporary = `${this.#path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
    try {
      if (state === closed) {
        rmSync(this.#path, { force: true, recursive: true })
        return
      }
      writeFileSync(temporary, `${JSON.stringify(state)}\n`, { flag: 'wx', mode: 0o600 })
      try {
        renameSync(temporary, this.#path)
      } finally {
        rmSync(temporary, { force: true })
      }
    } catch (cause) {
      this.#log.debug(`the circuit breaker "${this.#path}" cannot be written: ${String(cause)}`)
    }
  }

  /** False: the folder takes no files, so there is nothing to guard. */
  async #acquire(): Promise<boolean> {
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    } catch {
      return false // said when the state cannot be written
    }
    for (;;) {
      try {
        closeSync(openSync(this.#lock, 'wx', 0o600))
        return true
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') return false
      }
      const made = statSync(this.#lock, { throwIfNoEntry: false })?.mtimeMs
      if (made !== undefined && Math.abs(Date.now() - made) > staleMs) rmSync(this.#lock, { force: true })
      else await setTimeout(pauseMs)
    }
  }

  #complain(problem: string): void {
    if (this.#complained) return
    this.#complained = true
    this.#log.debug(`the circuit breaker "${this.#path}" ${problem}; it counts as closed`)
  }
}
