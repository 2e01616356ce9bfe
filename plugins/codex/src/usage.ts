import type { TokenUsage } from '@clinvk/plugin-sdk'
import { asObject, type JsonObject, parseObject } from './json.ts'

/** Codex's names and ours. The short ones are the keys of the stored state. */
const counters = [
  ['input_tokens', 'input_tokens', 'i'],
  ['cached_input_tokens', 'cached_tokens', 'c'],
  ['cache_write_input_tokens', 'cache_write_tokens', 'w'],
  ['output_tokens', 'output_tokens', 'o'],
  ['reasoning_output_tokens', 'reasoning_tokens', 'r'],
] as const

/** Running totals of a thread. Codex counts over all its turns, also those of the thread it was forked from. */
export type Totals = Required<TokenUsage>

const zero: Totals = { input_tokens: 0, cached_tokens: 0, cache_write_tokens: 0, output_tokens: 0, reasoning_tokens: 0 }

/** The totals in a `turn.completed`. */
export function totalsOf(usage: unknown): Totals | undefined {
  const told = asObject(usage)
  return told && collect((codex) => told[codex])
}

/** Totals as `backend_state` text. */
export function writeState(totals: Totals): string {
  return JSON.stringify(Object.fromEntries(counters.map(([, ours, short]) => [short, totals[ours]])))
}

/** Totals from a `backend_state`, undefined when there are none or they cannot be read. */
export function readState(state: string | undefined): Totals | undefined {
  const told: JsonObject | undefined = state === undefined ? undefined : parseObject(state)
  return told && collect((_codex, short) => told[short])
}

/** What was used since `before`; a thread that counts from the start again is taken as it is. */
export function usedSince(before: Totals = zero, totals: Totals): TokenUsage {
  const restarted = counters.some(([, ours]) => totals[ours] < before[ours])
  const used = { ...zero }
  for (const [, ours] of counters) used[ours] = totals[ours] - (restarted ? 0 : before[ours])
  return used
}

function collect(read: (codex: string, short: string) => unknown): Totals {
  const totals = { ...zero }
  for (const [codex, ours, short] of counters) {
    const value = read(codex, short)
    if (typeof value === 'number' && Number.isFinite(value)) totals[ours] = value
  }
  return totals
}
