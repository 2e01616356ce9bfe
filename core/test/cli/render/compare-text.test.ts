import { describe, expect, test } from 'vitest'
import { answerDiffs } from '../../../src/cli/render/answer-diff.ts'
import { compareHead, compareText } from '../../../src/cli/render/compare-text.ts'
import { displayWidth } from '../../../src/cli/render/fit-width.ts'
import type { CompareResult } from '../../../src/service/run-compare.ts'

const times = { start_time: '2026-01-02T03:04:05.000Z', end_time: '2026-01-02T03:04:05.010Z', duration_seconds: 0.5, duration_ms: 500 }
const result: CompareResult = {
  prompt: 'p', backends: ['claude', 'codex'], completed: 1, failed: 1, cancelled: 0, total_duration_seconds: 1.25, total_duration_ms: 1250, start_time: times.start_time, end_time: times.end_time,
  results: [
    { backend: 'claude', status: 'completed', exit_code: 0, output: 'one\n\u001B]52;c;x\u0007two\n', model: 'opus', token_usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 }, cost_usd: 0.5, ...times },
    { backend: 'codex', status: 'failed', exit_code: 1, output: 'half', error: { code: 'backend_error', message: 'bad luck' }, ...times },
  ],
}
const plain = { columns: undefined, color: false, diffs: undefined }

test('it begins with who is asked what', () => {
  expect(compareHead('x '.repeat(50), ['claude', 'codex'])).toBe(`Comparing 2 backends: claude, codex\nPrompt: ${'x '.repeat(29)}x…\n${'='.repeat(80)}\n`)
})

test('in a pipe the answers stand one below the other as they are, then what each took', () => {
  const rule = '='.repeat(80)
  expect(compareText(result, plain).split('\n')).toEqual([
    '[claude] one', '\u001B]52;c;x\u0007two', '', '[codex] half', 'Error: bad luck', '',
    'COMPARISON SUMMARY', rule,
    'BACKEND       STATUS     DURATION     TOKENS       COST  MODEL', rule,
    'claude        OK            0.50s          3    $0.5000  opus',
    'codex         FAILED        0.50s          -          -  (default)',
    '     Error: bad luck', rule,
    'Total time: 1.25s', '',
  ])
})

test('on a terminal they stand side by side, drive nothing, and are no wider than it', () => {
  for (const columns of [40, 80, 160]) {
    const text = compareText(result, { ...plain, columns })
    expect(text.includes('│'), String(columns)).toBe(columns >= 80)
    expect(text).not.toContain('\u001B')
    expect(Math.max(...text.split('\n').slice(0, 6).map(displayWidth))).toBeLessThanOrEqual(columns)
  }
})

describe('differences', () => {
  const diffs = answerDiffs([{ backend: 'a', text: 'same\nold\n' }, { backend: 'b', text: 'same  \nnew' }, { backend: 'c', text: 'same\nold' }])

  test('are told of each answer beside the first', () => {
    expect(diffs).toEqual([
      { from: 'a', to: 'b', same: false, lines: [{ change: 'same', text: 'same' }, { change: 'removed', text: 'old' }, { change: 'added', text: 'new' }] },
      { from: 'a', to: 'c', same: true },
    ])
    expect(compareText(result, { ...plain, diffs })).toContain('\n--- a\n+++ b\n  same\n- old\n+ new\n\na and c gave the same answer.\n\nCOMPARISON SUMMARY\n')
  })

  test('are coloured only where colour is', () => {
    expect(compareText(result, { columns: 80, color: true, diffs })).toContain('\u001B[31m- old\u001B[39m\n\u001B[32m+ new\u001B[39m')
    expect(compareText(result, { columns: 80, color: false, diffs })).not.toContain('\u001B')
  })

  test('of one answer, or none, are none', () => {
    expect([answerDiffs([]), answerDiffs([{ backend: 'a', text: 'x' }])]).toEqual([[], []])
  })

  test('of answers that are long and have no line in common do not take for ever', () => {
    const lines = (mark: string) => Array.from({ length: 50_000 }, (_, index) => `${mark}${index}`).join('\n')
    const started = performance.now()
    const [diff] = answerDiffs([{ backend: 'a', text: lines('x') }, { backend: 'b', text: lines('y') }])
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(diff).toEqual({ from: 'a', to: 'b', same: false })
    expect(compareText(result, { ...plain, diffs: [diff as NonNullable<typeof diff>] })).toContain('The answers of a and b have too little in common')
  })
})
