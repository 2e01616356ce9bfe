import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../../log.ts'
import { findProcess } from '../process-table.ts'
import type { GuardMessage, Guard, GuardedRun, GuardedThing } from './guard.ts'
import { GuardedRuns } from './guarded-runs.ts'

/** How long a guard takes to end once there is nothing to guard, milliseconds; then it is killed. */
const endMs = 1000

/** Waits before a guard that died is started again, milliseconds: doubled from the first to the last while it keeps dying. */
const pauses = { first: 100, last: 30_000 } as const

/** One that lived so long died by an accident, milliseconds. */
const stableMs = 30_000

/** A guard that has not read so many bytes hangs. */
const mostUnread = 4 * 1024 * 1024

/** What a guard is made of. */
export interface RunGuardOptions {
  /** Path of the guard's program. */
  readonly program: string
  readonly log: Log
}

/**
 * Keeps a small process beside this one that clears away its runs when it dies without a chance to do so, by SIGKILL say.
 * A guard that dies is replaced, which the log tells. To be started while this process is small: a start costs more the more memory
 * there is.
 */
export class RunGuard implements Guard {
  readonly #options: RunGuardOptions
  readonly #runs = new GuardedRuns()
  #child: ChildProcess | undefined
  #pause: number = pauses.first
  #closed = false

  constructor(options: RunGuardOptions) {
    this.#options = options
    this.#start()
  }

  /** The guard's pid. Undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  begin(thing: GuardedThing): GuardedRun {
    const { run_id } = thing
    this.#tell({ type: 'begin', ...thing })
    return {
      started: (pid) => {
        // A process that has ended already is found by the run's id alone.
        const found = findProcess(pid)
        if (found !== undefined) this.#tell({ type: 'started', run_id, root: { pid, start_time: found.start_time } })
      },
      end: () => this.#tell({ type: 'end', run_id }),
    }
  }

  /** Ends the guard. What still runs by then is cleared away by it. */
  async close(): Promise<void> {
    this.#closed = true
    const child = this.#child
    if (child === undefined) return
    const exit = once(child, 'exit')
    child.stdin?.end()
    const late = new AbortController()
    void delay(endMs, undefined, { signal: late.signal }).then(() => child.kill('SIGKILL'), () => {}) // aborted: it ended
    await exit
    late.abort()
  }

  #tell(message: GuardMessage): void {
    this.#runs.tell(message)
    this.#write([message])
  }

  /** Messages are in the pipe when this returns, unless the guard does not read: a host that is killed next has told them. */
  #write(messages: readonly GuardMessage[]): void {
    const stdin = this.#child?.stdin
    if (stdin === null || stdin === undefined || !stdin.writable) return
    stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''))
    if (stdin.writableLength > mostUnread) this.#child?.kill('SIGKILL')
  }

  #start(): void {
    const since = performance.now()
    let child: ChildProcess
    try {
      child = spawn(process.execPath, ['--max-old-space-size=64', '--max-semi-space-size=1', this.#options.program, findProcess(process.pid)?.start_time ?? '0'], {
        cwd: '/',
        // Keys are among the variables, and it needs none of them.
        env: {},
        // Its own session: a Ctrl-C at the terminal does not reach it.
        detached: true,
        stdio: ['pipe', 'ignore', 'inherit'],
      })
    } catch (error) {
      this.#lost(String(error), since)
      return
    }
    let lost = false
    const lose = (how: string): void => {
      if (lost) return
      lost = true
      this.#child = undefined
      if (!this.#closed) this.#lost(how, since)
    }
    child.once('error', (error) => lose(error.message))
    child.once('exit', (code, signal) => lose(signal ?? `exit ${code}`))
    // A guard that is gone is told by its exit.
    child.stdin?.on('error', () => {})
    // It does not keep its host alive.
    child.unref()
    ;(child.stdin as Socket | null)?.unref()
    this.#child = child
    this.#write(this.#runs.messages())
  }

  #lost(how: string, since: number): void {
    if (performance.now() - since > stableMs) this.#pause = pauses.first
    this.#options.log.warn(`the guard, which ends the runs of a server that is killed, is gone (${how}); it is started again in ${this.#pause} ms`)
    setTimeout(() => {
      if (!this.#closed) this.#start()
    }, this.#pause).unref()
    this.#pause = Math.min(this.#pause * 2, pauses.last)
  }
}
