import { ClinvkError, type GentleStop, type ProcessEnd, type StopReason } from '@clinvk/plugin-sdk'
import { ChildOutput } from './child-output.ts'
import { endTree } from './end-tree.ts'
import { runIdVariable } from './find-leftovers.ts'
import type { OutputLine } from './line-queue.ts'
import { findProcess } from './process-table.ts'
import { RunTree } from './run-tree.ts'
import { RunTimers, type TimeLimits } from './run-timers.ts'
import { type Child, type ChildSpec, spawnChild } from './spawn-child.ts'

/** What to start and how to ask it to stop. */
export interface ProcessSpec extends ChildSpec {
  /** How the process is asked to end before its tree is ended. */
  readonly stop: GentleStop
  /** Becomes `CLINVK_RUN_ID` in the environment: by it, processes are found that left the tree. */
  readonly run_id: string
}

/** When and how a process is ended. */
export interface ProcessLimits extends TimeLimits {
  /** Between TERM and KILL, milliseconds. Default 2000. */
  readonly graceMs?: number
  /** How long output is read after the process ended, when something else holds its pipes. Default 1000. */
  readonly drainMs?: number
  /** A longer line stops the process. Default 32 MiB. */
  readonly maxLineBytes?: number
}

/** A process that the host owns, until {@link RunningProcess.ended}. */
export interface RunningProcess {
  readonly pid: number
  /**
   * The output, both streams in order of arrival, for one reader, who asks right after the start. A slow reader slows the
   * process down; one who stops reading does not: the rest is read and dropped. Ends when the process ended and its pipes
   * are empty.
   */
  lines(): AsyncIterable<OutputLine>
  /** Resolves when the process ended, its output was read and nothing that it started is left (but `survivors`). */
  readonly ended: Promise<ProcessEnd>
  /** Pids that could not be ended (another user's, or hanging in the kernel). Complete when `ended` resolves. */
  readonly survivors: readonly number[]
  /** True from the moment the process is asked to end, by whomever: what it says after that may be made of being stopped. */
  readonly stopping: boolean
  /** An event was decoded: the idle time starts anew. Output that is no event does not count, and no reader means no event. */
  touch(): void
  /** Ends the process and all it started; resolves when that is done. The first reason counts. No effect after the exit. */
  stop(reason: StopReason): Promise<void>
}

/**
 * Starts a process and takes care of its end: on exit, on failure, after a timeout, when `signal` is aborted.
 * Throws a {@link ClinvkError}: `cancelled` when the signal is aborted already, `backend_unavailable` when the file cannot be
 * started, `invalid_request` for a missing directory or arguments that are too large.
 */
export function startProcess(spec: ProcessSpec, limits: ProcessLimits, signal: AbortSignal): RunningProcess {
  if (signal.aborted) throw new ClinvkError('cancelled', `the run was cancelled before "${spec.file}" was started`)
  return new OwnedProcess(spec, limits, signal)
}

class OwnedProcess implements RunningProcess {
  readonly pid: number
  readonly ended: Promise<ProcessEnd>
  survivors: readonly number[] = []
  readonly #spec: ProcessSpec
  readonly #graceMs: number
  readonly #child: Child
  readonly #tree: RunTree
  readonly #output: ChildOutput
  readonly #timers: RunTimers
  readonly #exit: Promise<unknown>
  #giveUp: () => void = () => {}
  #exited = false
  #stoppedBy: StopReason | undefined
  #stopping: Promise<void> | undefined

  constructor(spec: ProcessSpec, limits: ProcessLimits, signal: AbortSignal) {
    const { graceMs = 2000, drainMs = 1000, maxLineBytes = 32 * 1024 * 1024 } = limits
    this.#spec = spec
    this.#graceMs = graceMs
    this.#child = spawnChild({ ...spec, env: { ...spec.env, [runIdVariable]: spec.run_id } })
    this.pid = this.#child.pid
    this.#exit = new Promise((resolve) => {
      this.#child.process.once('exit', resolve)
      this.#giveUp = () => resolve(undefined)
    })
    // A process that is not collected by its parent yet, be it dead, is in the table.
    const root = findProcess(this.pid)
    this.#tree = new RunTree({ runs: [{ run_id: spec.run_id, ...(root !== undefined && { root }) }], current: true })
    this.#output = new ChildOutput(this.#child.stdout, this.#child.stderr, maxLineBytes, () => this.#lineTooLong())
    this.#timers = new RunTimers(limits, (reason) => this.#stopFor(reason))
    const cancel = (): void => this.#stopFor('cancelled')
    signal.addEventListener('abort', cancel, { once: true })
    this.ended = this.#end(drainMs).finally(() => signal.removeEventListener('abort', cancel))
    // Who wants to know awaits `ended`; a host that only reads lines must not fall over.
    this.ended.catch(() => {})
  }

  get stopping(): boolean {
    return this.#stoppedBy !== undefined
  }

  lines(): AsyncIterable<OutputLine> {
    return this.#output.lines()
  }

  touch(): void {
    this.#timers.touch()
  }

  async stop(reason: StopReason): Promise<void> {
    this.#stopFor(reason)
    await this.ended
  }

  async #end(drainMs: number): Promise<ProcessEnd> {
    await this.#exit
    this.#exited = true
    this.#timers.clear()
    this.#child.process.stdin?.destroy()
    const drained = this.#output.drain(drainMs)
    // A process that ended by itself may have left a helper that is about to end too: it has the time of the drain.
    if (this.#stopping === undefined) await drained
    await (this.#stopping ?? this.#endTree())
    await drained
    const { exitCode: code, signalCode } = this.#child.process
    const stopped = this.#stoppedBy === undefined ? {} : { stopped_by: this.#stoppedBy }
    return { code, signal: signalCode, stderr_tail: this.#output.stderrTail(), ...stopped }
  }

  #stopFor(reason: StopReason): void {
    if (this.#exited || this.#stopping !== undefined) return
    this.#stoppedBy = reason
    this.#timers.clear()
    this.#stopping = this.#stop()
    // Awaited by `ended`, which hands a failure on.
    this.#stopping.catch(() => {})
  }

  #lineTooLong(): void {
    // Also when the line is the last thing that an ended process said: it must not look complete.
    if (this.#exited) this.#stoppedBy ??= 'line_too_long'
    else this.#stopFor('line_too_long')
  }

  async #stop(): Promise<void> {
    const { signal, grace_ms } = this.#spec.stop
    try {
      // While the parents live, one can see who descends from whom.
      this.#tree.collect()
    } catch {
      // The process has to stop in any case; ending the tree looks again and reports a table that cannot be read.
    }
    this.#child.process.kill(signal)
    await this.#exitWithin(grace_ms)
    await this.#endTree()
    if (!this.survivors.includes(this.pid)) return
    // Even KILL did not end it: it may never exit, and the host must not wait for it for ever.
    this.#child.process.unref()
    this.#giveUp()
  }

  async #exitWithin(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))
    await Promise.race([this.#exit, late])
    clearTimeout(timer)
  }

  async #endTree(): Promise<void> {
    try {
      this.survivors = await endTree(this.#tree, this.#graceMs)
    } catch (error) {
      // The process table cannot be read (no free file descriptor, say): at least the group is ended, and hard.
      if (!this.#exited) process.kill(-this.pid, 'SIGKILL')
      throw error
    }
  }
}
