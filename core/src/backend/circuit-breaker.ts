import { randomUUID } from 'node:crypto'
import { ClinvkError, type EventContent } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'
import { BreakerFile } from './breaker-file.ts'
import { afterFailure, afterSuccess, type BreakerSettings, type BreakerState, type Trial, waitMs, withoutTrial, withTrial } from './breaker-state.ts'
import { serviceFailed } from './service-failure.ts'

/** What a breaker says of itself. */
export interface BreakerReport {
  readonly state: BreakerState['state']
  /** In a row. */
  readonly failures: number
  /** When it is tried again, RFC 3339; while it is open. */
  readonly retry_at?: string
}

/** How a run ended: well, with a failure, or (undefined) without having said. */
export type RunEnding = 'success' | EventContent['error'] | undefined

/** The same, as far as the backend's model service is to blame. `none`: it says nothing about it. */
type Outcome = { readonly kind: 'success' | 'none' } | { readonly kind: 'failure'; readonly resetAt?: number | undefined }

/** Which process this one is, and whether another one is alive. */
export interface Processes {
  readonly self: () => Omit<Trial, 'id' | 'since'>
  readonly isAlive: (owner: Trial['owner']) => boolean
}

/** What a circuit breaker is made of. */
export interface CircuitOptions {
  readonly dir: string
  readonly backend: string
  readonly settings: BreakerSettings
  /** The configured longest silence of a run, seconds; 0: no limit. */
  readonly idleSecs: number
  readonly processes: Processes
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly log: Log
}

/** A trial on another machine is given up after this, milliseconds: whether its process is alive cannot be seen from here. */
const foreignTrialMs = 600_000

/**
 * One backend's breaker, shared by all processes with the same home. Closed: runs pass. After failures in a row it is open: none
 * passes. After a while it is half-open: one run at a time tries the backend, until enough of them succeed, or one fails.
 */
export class CircuitBreaker {
  readonly #options: CircuitOptions
  readonly #file: BreakerFile

  constructor(options: CircuitOptions) {
    this.#options = options
    this.#file = new BreakerFile(options.dir, options.backend, options.log)
  }

  /** Errors: `backend_unavailable` where no run may pass now. Takes nothing. */
  check(): void {
    this.#refuse(this.#file.read())
  }

  /** Lets a run pass; the returned id is that of its trial. Errors: as `check`. */
  async enter(): Promise<string | undefined> {
    if (this.#file.read().state === 'closed') return undefined
    let id: string | undefined
    await this.#file.change((state) => {
      this.#refuse(state)
      if (state.state === 'closed') return state
      id = randomUUID()
      return withTrial(state, { ...this.#options.processes.self(), id, since: this.#options.clock() })
    })
    return id
  }

  /** How a run ended. `trial` is what `enter` gave it. */
  async settle(ending: RunEnding, trial: string | undefined): Promise<void> {
    const { settings, clock } = this.#options
    const outcome = this.#outcome(ending)
    if (outcome.kind === 'none' && trial === undefined) return
    const tried = trial !== undefined
    await this.#file.change((before) => {
      // Another trial's place is not ours to give away.
      const state = tried && before.trial?.id === trial ? withoutTrial(before) : before
      if (outcome.kind === 'failure') return afterFailure(state, clock(), settings, { tried, resetAt: outcome.resetAt })
      return outcome.kind === 'success' ? afterSuccess(state, settings, tried) : state
    })
  }

  report(): BreakerReport {
    const state = this.#file.read()
    const wait = waitMs(state, this.#options.clock())
    if (state.state !== 'open') return { state: state.state, failures: state.failures }
    return wait === 0 ? { state: 'half-open', failures: state.failures } : { state: 'open', failures: state.failures, retry_at: new Date(this.#options.clock() + wait).toISOString() }
  }

  /** Closes it, whatever it was. */
  async reset(): Promise<void> {
    await this.#file.remove()
  }

  /** The model service's fault: unreachable, 5xx, a limit, or silence. A shorter silence than configured was the caller's choice. */
  #outcome(ending: RunEnding): Outcome {
    if (ending === undefined || ending === 'success') return { kind: ending ?? 'none' }
    const { code, details } = ending
    const { idleSecs } = this.#options
    if (code === 'backend_rate_limited') {
      const resetAt = Date.parse(details?.reset_at ?? '')
      return { kind: 'failure', ...(Number.isNaN(resetAt) ? {} : { resetAt }) }
    }
    if (code === 'overloaded' || (code === 'backend_error' && serviceFailed(details))) return { kind: 'failure' }
    const silence = details?.['idle_timeout_secs']
    return { kind: code === 'timeout' && typeof silence === 'number' && idleSecs > 0 && silence >= idleSecs ? 'failure' : 'none' }
  }

  #refuse(state: BreakerState): void {
    const now = this.#options.clock()
    const wait = waitMs(state, now)
    if (wait > 0) {
      const at = new Date(now + wait).toISOString()
      throw this.#refusal(`it failed ${state.failures} times in a row, and is tried again at ${at}`, { retry_at: at, retry_after_secs: Math.ceil(wait / 1000) })
    }
    if (state.trial !== undefined && this.#isUnderWay(state.trial, now)) throw this.#refusal(`it failed ${state.failures} times in a row, and another run is trying it now`, { retry_after_secs: 1 })
  }

  #refusal(why: string, details: { readonly retry_at?: string; readonly retry_after_secs: number }): ClinvkError {
    const { backend } = this.#options
    return new ClinvkError('backend_unavailable', `backend "${backend}" is left alone: ${why}`, {
      backend,
      hint: `Wait, choose another backend, or try it anyway: clinvk backends --reset ${backend}`,
      details: { ...details, reason: 'breaker_open' },
    })
  }

  #isUnderWay(trial: Trial, now: number): boolean {
    const { self, isAlive } = this.#options.processes
    const here = self()
    const mine = trial.host === here.host && trial.boot_id === here.boot_id && trial.pid_namespace === here.pid_namespace
    return mine ? isAlive(trial.owner) : Math.abs(now - trial.since) < foreignTrialMs
  }
}
