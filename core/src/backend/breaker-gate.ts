import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { Log } from '../log.ts'
import { thisHost } from '../process/lease.ts'
import { isAlive } from '../process/process-table.ts'
import type { BreakerReport, CircuitBreaker, Processes, RunEnding } from './circuit-breaker.ts'

/** What the breakers of all backends are made of. */
export interface BreakerOptions {
  /** Where their files are. */
  readonly dir: string
  readonly config: Config['breaker']
  /** The configured longest silence of a run, seconds; 0: no limit. */
  readonly idleSecs: number
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly clock?: () => number
}

/** Handed over: what a prompt has loaded anyway need not be a file of its own for the breaker to share it. */
const processes: Processes = { self: thisHost, isAlive }

/**
 * What runs see of the circuit breakers. A backend that never failed has no file, and then one look for it is all that a run
 * pays; the breaker itself is loaded when there is something to heed or to note.
 */
export class BreakerGate {
  readonly #options: BreakerOptions
  readonly #circuits = new Map<string, Promise<CircuitBreaker>>()

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  /** Whether there is something on record of a backend. Errors: `backend_unavailable` while it is left alone. */
  async check(backend: string): Promise<boolean> {
    if (!this.#hasFile(backend)) return false
    ;(await this.#circuit(backend)).check()
    return true
  }

  /**
   * The events of a run, whose end is noted. `known` is what `check` said. Errors, before the first event: `backend_unavailable`
   * when another run took the one place of a trial meanwhile.
   */
  async *guard(backend: string, known: boolean, run: () => AsyncGenerator<RunEvent, void>): AsyncGenerator<RunEvent, void> {
    const trial = known ? await (await this.#circuit(backend)).enter() : undefined
    let end: RunEnding
    let answered = false
    try {
      for await (const event of run()) {
        if (event.type === 'done') end = 'success'
        else if (event.type === 'error') end = event.content
        else if (trial !== undefined && !answered && event.type === 'message' && event.content.text !== '') {
          // It answers: nobody else has to wait for the end of what may be an hour's work.
          answered = true
          await (await this.#circuit(backend)).settle('success', trial)
        }
        yield event
      }
    } finally {
      const more = known ? !(answered && end === 'success') : typeof end === 'object' && this.#options.config.enabled
      if (more) await (await this.#circuit(backend)).settle(end, trial)
    }
  }

  /** What a breaker says of itself; undefined where there is nothing on record. */
  async report(backend: string): Promise<BreakerReport | undefined> {
    return this.#hasFile(backend) ? (await this.#circuit(backend)).report() : undefined
  }

  /** Closes a backend's breaker, and says what it was. */
  async reset(backend: string): Promise<BreakerReport> {
    if (!existsSync(this.#path(backend))) return { state: 'closed', failures: 0 }
    const circuit = await this.#circuit(backend)
    const before = circuit.report()
    await circuit.reset()
    return before
  }

  #hasFile(backend: string): boolean {
    return this.#options.config.enabled && existsSync(this.#path(backend))
  }

  #path(backend: string): string {
    return join(this.#options.dir, `${backend}.json`)
  }

  #circuit(backend: string): Promise<CircuitBreaker> {
    const { dir, config, idleSecs, log, clock = Date.now } = this.#options
    let circuit = this.#circuits.get(backend)
    if (circuit === undefined) {
      const settings = { failures: config.failures, openMs: config.open_secs * 1000, successes: config.successes }
      circuit = import('./circuit-breaker.ts').then(({ CircuitBreaker: Circuit }) => new Circuit({ dir, backend, settings, idleSecs, processes, clock, log }))
      this.#circuits.set(backend, circuit)
    }
    return circuit
  }
}
