import type { CompareResult } from '../../service/run-compare.ts'
import type { RunItem } from '../../service/run-item.ts'
import { answerColumns } from './answer-columns.ts'
import type { AnswerDiff, DiffLine } from './answer-diff.ts'
import { fitWidth, padWidth } from './fit-width.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

/** Where a comparison is printed. */
export interface CompareTextOptions {
  /** Columns of the terminal; undefined: not a terminal, so answers stay as they are and stand one below the other. */
  readonly columns: number | undefined
  readonly color: boolean
  readonly diffs: readonly AnswerDiff[] | undefined
}

const rule = '='.repeat(80)
const statusWords = { completed: 'OK', failed: 'FAILED', cancelled: 'CANCELED' } as const
const marks: Readonly<Record<DiffLine['change'], readonly [sign: string, color: number]>> = { same: [' ', 39], removed: ['-', 31], added: ['+', 32] }

/** What is printed before the first answer. */
export function compareHead(prompt: string, backends: readonly string[]): string {
  return `Comparing ${backends.length} backends: ${backends.join(', ')}\nPrompt: ${fitWidth(oneLine(prompt), 60)}\n${rule}\n`
}

/** The answers, side by side where there is room, where they differ, and what each took. */
export function compareText({ results, total_duration_seconds: seconds }: CompareResult, { columns, color, diffs }: CompareTextOptions): string {
  const clean = (text: string) => (columns === undefined ? text : new TerminalText().clean(text))
  const answers = results.map((item) => ({ heading: `[${item.backend}]`, text: clean(answerOf(item)) }))
  const beside = columns === undefined ? undefined : answerColumns(answers, columns)
  const stacked = answers.flatMap(({ heading, text }) => [`${heading} ${text.trimEnd()}`, ''])
  return `${[...(beside ?? stacked.slice(0, -1)), '', ...(diffs ?? []).flatMap((diff) => diffLinesOf(diff, clean, color)), ...summary(results), `Total time: ${seconds.toFixed(2)}s`].join('\n')}\n`
}

function answerOf({ output, error }: RunItem): string {
  return [...(output === undefined ? [] : [output.trimEnd()]), ...(error === undefined ? [] : [`Error: ${oneLine(error.message)}`])].join('\n')
}

function diffLinesOf({ from, to, same, lines }: AnswerDiff, clean: (text: string) => string, color: boolean): string[] {
  if (same) return [`${from} and ${to} gave the same answer.`, '']
  if (lines === undefined) return [`The answers of ${from} and ${to} have too little in common to show where they differ.`, '']
  const paint = (line: string, code: number) => (color && code !== 39 ? `\u001B[${code}m${line}\u001B[39m` : line)
  return [paint(`--- ${from}`, 31), paint(`+++ ${to}`, 32), ...lines.map(({ change, text }) => paint(`${marks[change][0]} ${clean(text)}`.trimEnd(), marks[change][1])), '']
}

function summary(results: readonly RunItem[]): string[] {
  const header = ['BACKEND', 'STATUS', 'DURATION', 'TOKENS', 'COST', 'MODEL']
  const rows = results.map(({ backend, status, duration_seconds: took, token_usage: tokens, cost_usd: cost, model }) => [
    backend,
    statusWords[status],
    took === undefined ? '-' : `${took.toFixed(2)}s`,
    tokens === undefined ? '-' : String(tokens.total_tokens),
    cost === undefined ? '-' : `$${cost.toFixed(4)}`,
    model === undefined ? '(default)' : oneLine(model),
  ])
  const widths = [Math.min(20, Math.max(12, ...results.map(({ backend }) => backend.length))), 8, 9, 9, 9, 26]
  const line = (cells: readonly string[]) => cells.map((cell, index) => (index > 1 && index < 5 ? cell.padStart(widths[index] as number) : padWidth(cell, widths[index] as number))).join('  ').trimEnd()
  const errors = (item: RunItem) => (item.error === undefined ? [] : [`     ${fitWidth(`Error: ${oneLine(item.error.message)}`, 75)}`])
  return ['COMPARISON SUMMARY', rule, line(header), rule, ...results.flatMap((item, index) => [line(rows[index] as string[]), ...errors(item)]), rule]
}
