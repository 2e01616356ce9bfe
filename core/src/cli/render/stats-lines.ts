import type { RunTotals, StoreStats } from '../../service/sessions.ts'
import { padWidth } from './fit-width.ts'

/** Runs, tokens and cost as tables; the days with a bar each. */
export function statsLines({ total, by_backend, by_model, by_day }: StoreStats, columns: number): string {
  if (total.runs === 0) return 'No runs were kept.'
  const most = Math.max(...Object.values(by_day).map(tokensOf))
  const room = Math.max(10, columns - 62)
  const bar = (totals: RunTotals) => '█'.repeat(most === 0 ? 0 : Math.ceil((tokensOf(totals) / most) * room))
  const section = (title: string, rows: Readonly<Record<string, RunTotals>>, chart = false) => [
    line(title, 'RUNS', 'TOKENS', 'COST'),
    ...Object.entries(rows).map(([name, totals]) => `${row(name, totals)}  ${chart ? bar(totals) : ''}`.trimEnd()),
    '',
  ]
  return [...section('BACKEND', by_backend), ...section('MODEL', by_model), ...section('DAY', by_day, true), row('Total', total)].join('\n')
}

function row(name: string, totals: RunTotals): string {
  return line(name, String(totals.runs), String(tokensOf(totals)), `$${totals.cost_usd.toFixed(4)}`)
}

function line(name: string, runs: string, tokens: string, cost: string): string {
  return `${padWidth(name, 24)}  ${runs.padStart(6)}  ${tokens.padStart(12)}  ${cost.padStart(12)}`
}

function tokensOf({ input_tokens, output_tokens }: RunTotals): number {
  return input_tokens + output_tokens
}
