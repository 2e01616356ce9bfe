import { describe, expect, test } from 'vitest'
import { ChainText } from '../../../src/cli/render/chain-text.ts'
import { displayWidth } from '../../../src/cli/render/fit-width.ts'
import type { ChainResult, StepResult } from '../../../src/service/chain/chain-result.ts'
import { ScriptedTerminal } from './scripted-terminal.ts'

const times = { start_time: '2026-01-02T03:04:05.000Z', end_time: '2026-01-02T03:04:06.234Z', duration_seconds: 1.234, duration_ms: 1234 }
const long = '名前の長い仕事'.repeat(8)
const results: readonly StepResult[] = [
  { step: 1, name: 'first', backend: 'claude', status: 'completed', exit_code: 0, output: 'one\n\u001B[2Jtwo\n\n', warnings: ['take\ncare'], ...times },
  { step: 2, name: long, backend: 'acme-with-quite-a-name', status: 'failed', exit_code: 1, output: 'half', error: { code: 'backend_error', message: 'bad\nluck' }, ...times },
  { step: 3, backend: 'gemini', status: 'skipped', exit_code: 0 },
]
const whole = { total_steps: 4, completed_steps: 1, failed_step: 2, total_duration_seconds: 2.5, total_duration_ms: 2500, start_time: times.start_time, end_time: times.end_time }
const steps = [...results.map(({ step, name, backend }) => ({ step, backend, ...(name === undefined ? {} : { name }) })), { step: 4, backend: 'codex' }]

async function printed(kind: 'terminal' | 'pipe', result: ChainResult = { ...whole, results }) {
  const terminal = new ScriptedTerminal(kind)
  const text = new ChainText(terminal)
  await text.event({ type: 'started', total_steps: 4, steps })
  if (result.dry_run !== true) {
    for (const one of results) {
      if (one.status !== 'skipped') await text.event({ type: 'step_started', step: one.step, attempt: 1 })
      if (one.step === 2) {
        await text.event({ type: 'step_retry', step: 2, attempt: 1, delay_ms: 1500, error: { code: 'timeout', message: 'too\nslow' } })
        await text.event({ type: 'step_started', step: 2, attempt: 2 })
      }
      await text.event({ type: 'step_ended', step: one.step, result: one })
    }
  }
  await text.end(result)
  return terminal
}

describe('a chain as text', () => {
  test('shows each step once with its answer, and how all of them ended', async () => {
    const rule = '-'.repeat(80)
    const heavy = '='.repeat(80)
    const { written, told } = await printed('terminal')
    const lines = written.split('\n')
    expect(lines.slice(0, 7)).toEqual(['Executing chain with 4 steps', heavy, '', '[1/4] first (claude)', rule, 'one', 'two'])
    expect(lines[8]).toMatch(/^\[2\/4\] 名前.*…$/)
    expect(lines.slice(9, 16)).toEqual([rule, 'half', 'Error: bad luck', '', '[3/4] Step 3 (gemini)', rule, '(skipped)'])
    expect(lines.slice(16)).toEqual([
      '',
      heavy,
      'CHAIN EXECUTION SUMMARY',
      heavy,
      'STEP   BACKEND              STATUS    DURATION  NAME',
      rule,
      '1      claude               OK           1.23s  first',
      expect.stringMatching(/^2 {6}acme-with-quite-a-n… FAILED +1\.23s {2}名前の.*…$/),
      '3      gemini               SKIPPED          -  Step 3',
      rule,
      'Total: 1/4 steps completed (2.50s)',
      '',
    ])
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80)
    expect(told).toBe('warning: step 1: take care\nwarning: step 2 failed: too slow; it is tried again in 1.5s\n')
  })

  test('leaves answers as they are in a pipe', async () => {
    expect((await printed('pipe')).written).toContain('one\n\u001B[2Jtwo\n')
  })

  test('tells in a dry run what would run and when, without a table', async () => {
    const dry: StepResult = { step: 1, name: 'first', backend: 'claude', status: 'completed', exit_code: 0, dry_run: true, output: 'Would execute: claude', working_dir: '/w', when: { step: 2, is: 'failed' }, retry: { count: 3 }, session: 'continue', timeout_secs: 0 }
    const { written } = await printed('terminal', { ...whole, dry_run: true, results: [dry] })
    expect(written.split('\n').slice(5)).toEqual(['Would execute: claude', '  in /w', '  only when step 2 is failed', '  goes on with the newest session of its backend', '  tried again up to 3 times', '  without a limit of time', ''])
  })
})
