import type { LeaseRecord } from '../process/lease.ts'
import { isRecord } from '../schema/is-record.ts'

/** Numbers of a breaker. */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open, milliseconds. */
  readonly openMs: number
  /** Trials in a row that have to succeed before it closes. */
  readonly successes: number
}

/** The one run that tries a backend, and whose it is. */
export type Trial = Omit<LeaseRecord, 'run_id' | 'run_folder' | 'child'> & {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly since: number
}

/** What is on record of a backend. Times are milliseconds since 1970. */
export interface BreakerState {
  readonly state: 'closed' | 'open' | 'half-open'
  /** In a row. */
  readonly failures: number
  /** Trials that succeeded, while it is half-open. */
  readonly successes?: number
  readonly opened_at?: number
  /** How long it stays open from `opened_at` on, milliseconds. */
  readonly open_ms?: number
  readonly trial?: Trial
}

export const closed: BreakerState = { state: 'closed', failures: 0 }

/** A limit that ends later than this is tried nevertheless: it may be that of one model, or of an account that was changed. */
export const longestOpenMs = 3_600_000

/** Clocks of machines that share a home may differ by this; beyond it the clock was set back, and the wait is over. */
const clockToleranceMs = 60_000

/** Milliseconds until an open breaker may be tried. */
export function waitMs({ state, opened_at: openedAt = 0, open_ms: openMs = 0 }: BreakerState, now: number): number {
  if (state !== 'open') return 0
  const left = openedAt + openMs - now
  return left > openMs + clockToleranceMs ? 0 : Math.max(0, left)
}

/** The state once a run has failed. `tried`: it is, or was, the trial. `resetAt`: when a limit ends. Of an open one nothing changes. */
export function afterFailure(before: BreakerState, now: number, settings: BreakerSettings, { tried, resetAt }: { readonly tried: boolean; readonly resetAt?: number | undefined }): BreakerState {
  if (before.state === 'open' || (before.state === 'half-open' && !tried)) return before
  const failures = before.failures + 1
  if (before.state === 'closed' && failures < settings.failures) return { state: 'closed', failures }
  const untilReset = resetAt === undefined ? 0 : Math.min(resetAt - now, longestOpenMs)
  return { state: 'open', failures, opened_at: now, open_ms: Math.max(settings.openMs, untilReset) }
}

/** The state once a run has succeeded. Runs that began before it opened say nothing. */
export function afterSuccess(before: BreakerState, settings: BreakerSettings, tried: boolean): BreakerState {
  if (before.state === 'closed') return closed
  if (before.state === 'open' || !tried) return before
  const successes = (before.successes ?? 0) + 1
  const { trial: _ended, ...rest } = before
  return successes >= settings.successes ? closed : { ...rest, successes }
}

/** With a trial under way. */
export function withTrial({ failures, successes = 0 }: BreakerState, trial: Trial): BreakerState {
  return { state: 'half-open', failures, successes, trial }
}

/** Once a trial has ended without saying anything of the backend: another one may be made. */
export function withoutTrial({ trial: _ended, ...rest }: BreakerState): BreakerState {
  return rest
}

/** Reads what a file says. Undefined for what is no state. */
export function parseState(text: string): BreakerState | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value)) return undefined
  const { state, failures, successes, opened_at: openedAt, open_ms: openMs, trial } = value
  const valid =
    (state === 'closed' || state === 'open' || state === 'half-open') && isCount(failures) && (successes === undefined || isCount(successes)) &&
    (state !== 'open' || (isCount(openedAt) && isCount(openMs))) && (trial === undefined || isTrial(trial))
  return valid ? (value as unknown as BreakerState) : undefined
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isTrial(value: unknown): value is Trial {
  if (!isRecord(value)) return false
  const { id, since, host, owner } = value
  return typeof id === 'string' && isCount(since) && typeof host === 'string' && isRecord(owner) && isCount(owner['pid']) && typeof owner['start_time'] === 'string'
}
