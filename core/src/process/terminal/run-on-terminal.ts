import { ClinvkError, type ProcessEnd } from '@clinvk/plugin-sdk'
import { setTimeout as delay } from 'node:timers/promises'
import { endTree } from '../end-tree.ts'
import { runIdVariable } from '../find-leftovers.ts'
import type { ProcessIdentity } from '../process-info.ts'
import { findProcess, signalProcess } from '../process-table.ts'
import { RunTree } from '../run-tree.ts'
import type { ProcessSpec } from '../start-process.ts'
import { loadPty, openPty, type Pty, type PtyEnd } from './open-pty.ts'
import { asksForPause, hasLeftScreen, isStopped } from './paused-program.ts'
import { type TerminalStreams, UserTerminal } from './user-terminal.ts'

/** What to start on a terminal, and how it is asked to end. */
export type TerminalSpec = Omit<ProcessSpec, 'stdin'>

/** How a program ended that had the terminal. */
export interface TerminalEnd extends ProcessEnd {
  /** Pids that could not be ended (another user's, or hanging in the kernel). */
  readonly survivors: readonly number[]
}

/** What may be different from the usual. */
export interface TerminalLimits {
  /** Between TERM and KILL, milliseconds. Default 2000. */
  readonly graceMs?: number
  /** Right after the start: the program's pid, for its owner's notes. */
  readonly started?: (pid: number) => void
}

/** These would end clinvk and leave the terminal as the program has set it. SIGINT comes from `kill` only: Ctrl-C is a key. */
const endingSignals = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const

/** How often is looked whether the program is stopped. */
const pauseCheckMs = 300

/** How long a program that was sent Ctrl-Z has to leave its screen, milliseconds. */
const leaveScreenMs = [200, 800]

/**
 * Gives a program the person's terminal until it ends: on a terminal of its own (PTY) of the same size, so that its whole
 * tree can be ended and the person's terminal put in order, whatever happens. Keys and output pass as bytes. Resolves when the
 * program and all that it started are gone and the terminal is as it was; `stderr_tail` is empty: everything stood on the screen.
 * An aborted `signal`, an ending signal to this process and a terminal that is gone end the program (`stopped_by`: `cancelled`).
 *
 * Throws a {@link ClinvkError} before anything is touched: `cancelled`, `invalid_request` (no terminal, bad directory),
 * `unsupported` (no PTY library), `backend_unavailable` (the file cannot be started).
 */
export async function runOnTerminal(
  spec: TerminalSpec,
  streams: TerminalStreams,
  signal: AbortSignal,
  limits: TerminalLimits = {},
): Promise<TerminalEnd> {
  const terminal = new UserTerminal(streams)
  const library = await loadPty()
  if (signal.aborted) throw new ClinvkError('cancelled', `the run was cancelled before "${spec.file}" was started`)
  const env = { ...spec.env, [runIdVariable]: spec.run_id }
  const pty = openPty(library, { ...spec, env }, terminal.size, (bytes) => terminal.write(bytes))
  const program = new ProgramOnTerminal(spec, pty, terminal, limits.graceMs ?? 2000)
  limits.started?.(pty.pid)
  return program.run(signal)
}

class ProgramOnTerminal {
  readonly #spec: TerminalSpec
  readonly #pty: Pty
  readonly #terminal: UserTerminal
  readonly #graceMs: number
  readonly #root: ProcessIdentity | undefined
  readonly #tree: RunTree
  readonly #exit: Promise<PtyEnd>
  #giveUp: (end: PtyEnd) => void = () => {}
  #exited = false
  #pausing = false
  #stopping: Promise<unknown> | undefined

  constructor(spec: TerminalSpec, pty: Pty, terminal: UserTerminal, graceMs: number) {
    this.#spec = spec
    this.#pty = pty
    this.#terminal = terminal
    this.#graceMs = graceMs
    // A process that is not collected by its parent yet, be it dead, is in the table.
    this.#root = findProcess(pty.pid)
    this.#tree = new RunTree({ runs: [{ run_id: spec.run_id, ...(this.#root !== undefined && { root: this.#root }) }], current: true })
    this.#exit = Promise.race([pty.exited, new Promise<PtyEnd>((resolve) => (this.#giveUp = resolve))])
  }

  async run(signal: AbortSignal): Promise<TerminalEnd> {
    const stop = (): void => this.#stop()
    const crash = (): void => this.#crash()
    for (const name of endingSignals) process.on(name, stop)
    process.on('exit', crash)
    signal.addEventListener('abort', stop, { once: true })
    const watch = setInterval(() => this.#pauseWhen(isStopped), pauseCheckMs)
    try {
      this.#terminal.take({
        keys: (bytes) => {
          if (this.#exited) return
          this.#pty.write(bytes)
          if (asksForPause(bytes)) for (const ms of leaveScreenMs) setTimeout(() => this.#pauseWhen(hasLeftScreen), ms).unref()
        },
        resized: (size) => {
          if (!this.#exited) this.#pty.resize(size)
        },
        hasExited: () => this.#pty.hasExited(),
        hungUp: stop,
      })
      const { code, signal: by } = await this.#exit
      this.#exited = true
      await this.#stopping
      const survivors = await endTree(this.#tree, this.#graceMs)
      const stopped = this.#stopping === undefined ? {} : { stopped_by: 'cancelled' as const }
      return { code, signal: by, stderr_tail: '', survivors, ...stopped }
    } finally {
      clearInterval(watch)
      if (!this.#exited) await endTree(this.#tree, this.#graceMs)
      signal.removeEventListener('abort', stop)
      process.off('exit', crash)
      this.#terminal.giveBack()
      for (const name of endingSignals) process.off(name, stop)
    }
  }

  #stop(): void {
    if (this.#exited) return
    this.#stopping ??= this.#endGently()
    // `run` hands a failure on.
    this.#stopping.catch(() => {})
  }

  async #endGently(): Promise<void> {
    const { signal, grace_ms } = this.#spec.stop
    try {
      // While the parents live, one can see who descends from whom.
      this.#tree.collect()
    } catch {
      // The program has to stop in any case; ending the tree looks again and reports a table that cannot be read.
    }
    if (this.#root !== undefined) signalProcess(this.#root, signal)
    const late = new AbortController()
    await Promise.race([this.#exit, delay(grace_ms, undefined, { signal: late.signal }).catch(() => {})])
    late.abort()
    const survivors = await endTree(this.#tree, this.#graceMs)
    // Even KILL did not end it: it may never exit, and nobody must wait for it for ever.
    if (survivors.includes(this.#pty.pid)) this.#giveUp({ code: null, signal: null })
  }

  /** This process ends without a chance to wait: an error that nobody caught, or `process.exit`. */
  #crash(): void {
    try {
      for (const info of this.#tree.collect()) signalProcess(info, 'SIGKILL')
    } finally {
      this.#terminal.giveBack()
    }
  }

  /**
   * A program that pauses itself (Ctrl-Z) waits for the shell to wake it, but its only parent is this process. So this process
   * stops, too, the person's shell takes over, and `fg` wakes both. Without such a shell the program goes on at once.
   */
  #pauseWhen(isPaused: (pid: number) => boolean): void {
    if (this.#pausing || this.#exited || this.#stopping !== undefined || !isPaused(this.#pty.pid)) return
    this.#pausing = true
    const redo = this.#terminal.restore()
    process.kill(0, 'SIGTSTP')
    // The signal may take effect a moment later.
    setTimeout(() => {
      // Not before it has its screen again.
      setTimeout(() => (this.#pausing = false), 700).unref()
      if (this.#exited) return
      this.#terminal.again(redo)
      process.kill(-this.#pty.pid, 'SIGCONT')
      this.#pty.resize(this.#terminal.size)
    }, 50)
  }
}
