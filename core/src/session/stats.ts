import type { TokenUsage } from '@clinvk/plugin-sdk'
import { setImmediate } from 'node:timers/promises'
import type { SessionInfo, Turn } from './session.ts'

/** Sums over runs. Tokens count everything read and written; US dollars as far as the backends tell them. */
export interface RunTotals {
  runs: number
  input_tokens: number
  output_tokens: number
  cached_tokens: number
  reasoning_tokens: number
  cost_usd: number
}

export interface StoreStats {
  readonly sessions: number
  readonly total: RunTotals
  readonly by_backend: Record<string, RunTotals>
  /** `unknown` where no model was told. */
  readonly by_model: Record<string, RunTotals>
  /** Days of this machine's time zone, `YYYY-MM-DD`, oldest first. */
  readonly by_day: Record<string, RunTotals>
}

interface CountedRuns {
  readonly at: string
  readonly backend: string
  readonly model: string | undefined
  readonly runs: number
  readonly usage: TokenUsage | undefined
  readonly cost_usd: number | undefined
}

/** Sums over the turns of these sessions; one without any on record counts with its own totals, on the day of its last use. */
export async function sumRuns(sessions: readonly SessionInfo[], turnsOf: (id: string) => Iterable<Turn>): Promise<StoreStats> {
  const sum = new RunSum()
  for (const [i, { id, ...session }] of sessions.entries()) {
    // Thousands of files: others have to get a turn.
    if (i % 100 === 99) await setImmediate()
    let turns = 0
    for (const { started_at, backend, model, usage, cost_usd } of turnsOf(id)) {
      turns++
      sum.add({ at: started_at, backend, model, runs: 1, usage, cost_usd })
    }
    const { last_used, backend, model, turn_count, token_usage, cost_usd } = session
    if (turns === 0 && turn_count > 0) sum.add({ at: last_used, backend, model, runs: turn_count, usage: token_usage, cost_usd })
  }
  return sum.result(sessions.length)
}

class RunSum {
  readonly #total = nothing()
  // Maps: a backend's name or a model's id may be any text.
  readonly #backends = new Map<string, RunTotals>()
  readonly #models = new Map<string, RunTotals>()
  readonly #days = new Map<string, RunTotals>()

  add(counted: CountedRuns): void {
    const day = dayOf(counted.at)
    for (const totals of [this.#total, slot(this.#backends, counted.backend), slot(this.#models, counted.model ?? 'unknown'), slot(this.#days, day)]) {
      totals.runs += counted.runs
      totals.input_tokens += counted.usage?.input_tokens ?? 0
      totals.output_tokens += counted.usage?.output_tokens ?? 0
      totals.cached_tokens += counted.usage?.cached_tokens ?? 0
      totals.reasoning_tokens += counted.usage?.reasoning_tokens ?? 0
      totals.cost_usd += counted.cost_usd ?? 0
    }
  }

  result(sessions: number): StoreStats {
    return { sessions, total: this.#total, by_backend: sorted(this.#backends), by_model: sorted(this.#models), by_day: sorted(this.#days) }
  }
}

function nothing(): RunTotals {
  return { runs: 0, input_tokens: 0, output_tokens: 0, cached_tokens: 0, reasoning_tokens: 0, cost_usd: 0 }
}

function slot(totals: Map<string, RunTotals>, key: string): RunTotals {
  const found = totals.get(key) ?? nothing()
  totals.set(key, found)
  return found
}

function sorted(totals: Map<string, RunTotals>): Record<string, RunTotals> {
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function dayOf(time: string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return 'unknown'
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}
