import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ProcessEnd, RunEvent } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'
import { readDepth } from '../process/depth.ts'
import { childEnvironment } from '../process/environment.ts'
import type { Guard, GuardedRun } from '../process/guard/guard.ts'
import { Lease } from '../process/lease.ts'
import { reap } from '../process/reaper.ts'
import { RunFolder } from '../process/run-folder.ts'
import type { RunSlots } from '../process/run-slots.ts'
import { type RunningProcess, startProcess } from '../process/start-process.ts'
import type { TerminalEnd } from '../process/terminal/run-on-terminal.ts'
import type { TerminalStreams } from '../process/terminal/user-terminal.ts'
import type { DescribedRun } from './described-run.ts'
import type { HostFactory } from './host.ts'
import { hostEnding } from './host-ending.ts'
import { inTime } from './in-time.ts'
import { OutputReader } from './output-reader.ts'
import type { BackendRegistry } from './registry.ts'
import { observed, type RunWatch } from './run-observer.ts'
import { shellLine } from './shell-line.ts'

/** What a runner is made of. */
export interface RunnerOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** clinvk's own folder; leases stand in `runs` below it. */
  readonly home: string
  readonly host: HostFactory
  readonly registry: BackendRegistry
  readonly slots: RunSlots
  readonly log: Log
  /** Children get only variables that their backend names. */
  readonly strictEnvironment: boolean
  /** Clears runs away when this process dies. Absent: the next clinvk does, by their leases. */
  readonly guard?: Guard | undefined
}

/** What one run owns and gives back. */
interface Belongings {
  readonly folder: RunFolder
  readonly lease: Lease | undefined
  readonly guarded: GuardedRun | undefined
}

/** How long a CLI that has said its last word may take to exit, milliseconds. */
const settleMs = 5000

/** Runs described runs: owns their folder, lease, slot and process from the first to the last. */
export class BackendRunner {
  readonly #options: RunnerOptions
  #reaped: Promise<unknown> | undefined
  /** Said once, not for each run of a list. */
  #unnoted = false

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /**
   * Yields the backend's events, always ending with exactly one `done` or `error`. Leaving the loop, or aborting `signal`,
   * ends the process tree; the generator returns when it is gone.
   * `placed` is called when the run has its slot.
   * Throws before the first event: `overloaded`, `cancelled`, `unsupported` (too deep), `backend_unavailable`.
   */
  async *run(described: DescribedRun, signal: AbortSignal, placed: () => void = () => {}): AsyncGenerator<RunEvent, void> {
    const { backend, request, observe } = described
    const { model } = request.options
    const watch = observe?.({ run_id: request.run_id, backend: backend.name, ...(model === undefined ? {} : { model }) })
    yield* watch === undefined ? this.#run(described, signal, placed, {}) : observed(watch, this.#run(described, signal, placed, watch))
  }

  async *#run(described: DescribedRun, signal: AbortSignal, placed: () => void, watch: RunWatch): AsyncGenerator<RunEvent, void> {
    const { slots, env } = this.#options
    const log = watch.log ?? this.#options.log
    const depth = readDepth(env, described.callerDepth)
    const release = await slots.acquire(signal)
    watch.slot?.()
    placed()
    try {
      this.#reapOnce()
      const belongings = await this.#prepare(described)
      try {
        const child = this.#start(described, belongings, depth, signal, watch)
        yield* this.#follow(described, child, watch)
      } finally {
        await this.#giveBack(belongings, log)
      }
    } finally {
      release()
      await this.#reaped
    }
  }

  /**
   * Gives the CLI the person's terminal until it ends. Throws before it starts: what `run` throws, `invalid_request` without
   * a terminal, `unsupported` without the PTY library.
   */
  async screen(described: DescribedRun, streams: TerminalStreams, signal: AbortSignal): Promise<TerminalEnd> {
    const { log, env } = this.#options
    const { request, invocation } = described
    const depth = readDepth(env, described.callerDepth)
    this.#reapOnce()
    const belongings = await this.#prepare(described)
    const { folder } = belongings
    try {
      const { runOnTerminal } = await import('../process/terminal/run-on-terminal.ts')
      const spec = {
        file: invocation.file,
        args: invocation.args.map((word) => folder.resolve(word)),
        env: this.#environment(described, folder, depth),
        cwd: invocation.cwd ?? request.cwd,
        stop: invocation.stop,
        run_id: request.run_id,
      }
      log.debug(`screen ${request.run_id} in ${spec.cwd}: ${shellLine(invocation, described.backend.env.secrets)}`)
      return await runOnTerminal(spec, streams, signal, { started: (pid) => noteStart(belongings, pid) })
    } finally {
      await this.#giveBack(belongings, log)
      await this.#reaped
    }
  }

  /** Children of a host that died are ended once in a host's life, while its own first run goes on. */
  #reapOnce(): void {
    const { log } = this.#options
    this.#reaped ??= reap(this.#leases).then(
      (reaped) => {
        for (const { run_id: id, problem, survivors } of reaped) {
          log.debug(`cleared away run ${id} of a clinvk that died`)
          if (problem !== undefined) log.warn(`run ${id} of a clinvk that died: ${problem}`)
          if (survivors.length > 0) log.warn(`processes of run ${id}, whose clinvk died, are still there: ${survivors.join(', ')}`)
        }
      },
      (cause: unknown) => log.warn(`cannot clear away runs of a clinvk that died: ${String(cause)}`),
    )
  }

  async #prepare({ request, invocation }: DescribedRun): Promise<Belongings> {
    const { run_id } = request
    const guarded = this.#options.guard?.begin({ run_id, run_folder: join(runFoldersRoot(), run_id), lease: join(this.#leases, `${run_id}.json`) })
    try {
      const folder = await RunFolder.create(runFoldersRoot(), run_id)
      try {
        await folder.write(invocation.files ?? {})
      } catch (error) {
        await folder.remove()
        throw error
      }
      return { folder, lease: this.#lease(run_id, folder.path), guarded }
    } catch (error) {
      guarded?.end()
      throw error
    }
  }

  async #giveBack({ folder, lease, guarded }: Belongings, log: Log): Promise<void> {
    await folder.remove().catch((cause: unknown) => log.warn(`cannot remove ${folder.path}: ${String(cause)}`))
    lease?.release()
    guarded?.end()
  }

  get #leases(): string {
    return join(this.#options.home, 'runs')
  }

  /** A home that cannot be written to is no reason not to answer; but a killed clinvk then leaves its CLI behind. */
  #lease(runId: string, folder: string): Lease | undefined {
    const { log } = this.#options
    try {
      const lease = Lease.take(this.#leases, { run_id: runId, run_folder: folder })
      this.#unnoted = false
      return lease
    } catch (cause) {
      if (!this.#unnoted) log.warn(`cannot note the run in ${this.#leases}, so its CLI may go on if clinvk is killed: ${cause instanceof Error ? cause.message : String(cause)}`)
      this.#unnoted = true
      return undefined
    }
  }

  #environment({ backend, request, invocation }: DescribedRun, folder: RunFolder, depth: number, added: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { env, registry, strictEnvironment } = this.#options
    const set = Object.fromEntries(Object.entries(invocation.env ?? {}).map(([name, value]) => [name, value === undefined ? undefined : folder.resolve(value)]))
    return childEnvironment(env, {
      drop: registry.withheld(backend),
      set: { ...added, ...set },
      run_id: request.run_id,
      tmpdir: folder.tmpdir,
      depth,
      ...(strictEnvironment ? { allow: [...backend.env.uses, ...backend.env.secrets] } : {}),
    })
  }

  #start(described: DescribedRun, belongings: Belongings, depth: number, signal: AbortSignal, watch: RunWatch): RunningProcess {
    const { request, invocation, timeoutMs, idleMs } = described
    const { folder } = belongings
    const log = watch.log ?? this.#options.log
    const cwd = invocation.cwd ?? request.cwd
    const command = () => shellLine(invocation, described.backend.env.secrets)
    log.debug(`run ${request.run_id} in ${cwd}: ${command()}`)
    const added = watch.spawning?.({ cwd, command })
    const child = startProcess(
      {
        file: invocation.file,
        args: invocation.args.map((word) => folder.resolve(word)),
        env: this.#environment(described, folder, depth, added),
        cwd,
        stop: invocation.stop,
        run_id: request.run_id,
        ...(invocation.stdin === undefined ? {} : { stdin: invocation.stdin }),
      },
      { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(idleMs === undefined ? {} : { idleMs }) },
      signal,
    )
    noteStart(belongings, child.pid)
    watch.spawned?.(child.pid)
    return child
  }

  async *#follow(described: DescribedRun, child: RunningProcess, watch: RunWatch): AsyncGenerator<RunEvent, void> {
    const { backend, request, invocation } = described
    const { host } = this.#options
    const log = watch.log ?? this.#options.log
    const started = performance.now()
    let sessionId: string | undefined
    let terminal = false
    let finished = false
    let settle: NodeJS.Timeout | undefined
    // What a CLI says of its end once it is being stopped is made of that: Gemini CLI may call half an answer a success.
    let decidedInTime = false
    const settleWhile = (decided: boolean): void => {
      decidedInTime = decided && (decidedInTime || !child.stopping)
      if (decided) {
        settle ??= setTimeout(() => void child.stop('idle'), settleMs)
      } else {
        clearTimeout(settle)
        settle = undefined
      }
    }
    try {
      const reader = new OutputReader(backend, request, log, watch.log === undefined)
      yield* (invocation.warnings ?? []).map((content): RunEvent => ({ type: 'warning', content }))
      for await (const event of events(reader, child, (decided) => settleWhile(decided || terminal))) {
        if (event.type === 'init') sessionId = event.content.backend_session_id ?? sessionId
        // What a CLI says after its end is not part of the answer, and the end itself waits for the exit of the process.
        if (terminal || (child.stopping && (event.type === 'done' || event.type === 'error'))) continue
        terminal = event.type === 'done' || event.type === 'error'
        if (terminal) settleWhile(true)
        yield event
      }
      const end = await child.ended
      log.debug(`run ${request.run_id} ended after ${Math.round(performance.now() - started)} ms: ${end.signal ?? `exit ${end.code}`}`)
      if (child.survivors.length > 0) log.warn(`processes of the run are still there: ${child.survivors.join(', ')}`)
      if (!terminal) yield* hostEnding(described, end, reader.end(end), decidedInTime)
      finished = true
    } finally {
      clearTimeout(settle)
      if (!finished) await child.stop('cancelled')
      if (watch.exited !== undefined) await child.ended.then((end) => watch.exited?.(end), () => undefined) // told by who awaits the end
      if (request.ephemeral) {
        const ended = { cwd: request.cwd, ...(sessionId === undefined ? {} : { backend_session_id: sessionId }) }
        await inTime(backend, 'forget', () => backend.forget?.(host(backend.name), ended)).catch((cause: unknown) => {
          log.warn(`${backend.title} may have kept a trace of this ephemeral run: ${String(cause)}`)
        })
      }
    }
  }
}

function noteStart({ lease, guarded }: Belongings, pid: number): void {
  lease?.started(pid)
  guarded?.started(pid)
}

/** `decided` hears after each line whether the CLI has said how the run ended. */
async function* events(reader: OutputReader, child: RunningProcess, decided: (is: boolean) => void): AsyncGenerator<RunEvent, ProcessEnd> {
  for await (const { text, stream } of child.lines()) {
    for (const event of reader.line(text, stream)) {
      child.touch()
      yield event
    }
    decided(reader.finished)
    if (reader.broken) void child.stop('cancelled') // nobody can read what it still says
  }
  return child.ended
}

/** Where runs have their private folders: below the host's own temporary folder. */
export function runFoldersRoot(): string {
  return resolve(tmpdir(), `clinvk-${process.getuid?.() ?? 'user'}`)
}
