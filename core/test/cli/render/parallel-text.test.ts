import { expect, test } from 'vitest'
import { ParallelText } from '../../../src/cli/render/parallel-text.ts'
import type { ParallelResult, TaskItem } from '../../../src/service/parallel-result.ts'
import { ScriptedTerminal } from './scripted-terminal.ts'

const times = { start_time: '2026-01-02T03:04:05.000Z', end_time: '2026-01-02T03:04:05.010Z', duration_seconds: 0.012, duration_ms: 12 }
const items: readonly TaskItem[] = [
  { index: 0, backend: 'codex', status: 'completed', exit_code: 0, output: 'one\n\u001B[2Jtwo\n', ...times },
  { index: 1, backend: 'claude', status: 'failed', exit_code: 1, error: { code: 'backend_error', message: 'bad\nluck' }, ...times },
  { index: 2, backend: 'gemini', status: 'cancelled', exit_code: -1, error: { code: 'cancelled', message: 'canceled (fail-fast)' } },
]
const tasks = [{ prompt: 'a' }, { prompt: 'b', name: '名前の長い仕事'.repeat(5) }, { prompt: 'c '.repeat(40) }]
const result: ParallelResult = { total_tasks: 3, completed: 1, failed: 1, cancelled: 1, max_parallel: 2, fail_fast: true, total_duration_seconds: 1.234, total_duration_ms: 1234, start_time: times.start_time, end_time: times.end_time, results: items }

async function printed(options: { quiet: boolean; table: boolean }, outIsTerminal = true): Promise<string> {
  const terminal = new ScriptedTerminal(outIsTerminal ? 'terminal' : 'pipe')
  const text = new ParallelText(tasks, terminal, options)
  await text.event({ type: 'started', total_tasks: 3, max_parallel: 2, fail_fast: true })
  for (const item of items) await text.event({ type: 'task_ended', index: item.index, result: item })
  await text.end(result)
  return terminal.written
}

test('answers come as they end, and a table of 80 columns tells how', async () => {
  const rule = '-'.repeat(80)
  expect((await printed({ quiet: false, table: true })).split('\n')).toEqual([
    'Running 3 tasks (max 2 parallel, fail-fast)...',
    '',
    '[1] one',
    'two',
    '[2] Error: bad luck',
    '[3] Error: canceled (fail-fast)',
    '',
    'Results:',
    rule,
    '#     BACKEND      STATUS    DURATION  TASK',
    rule,
    '1     codex        OK           0.01s  a',
    '2     claude       FAILED       0.01s  名前の長い仕事名前の長い仕事名前の…',
    '     Error: bad luck',
    '3     gemini       CANCELED         -  c c c c c c c c c c c c c c c c c…',
    '     Error: canceled (fail-fast)',
    rule,
    'Total: 3 tasks, 1 completed, 1 failed, 1 canceled (1.23s)',
    '',
  ])
})

test('quietly no answers are printed; without a table only what failed', async () => {
  expect(await printed({ quiet: true, table: true })).not.toContain('[1] one')
  expect((await printed({ quiet: true, table: false })).split('\n').slice(2)).toEqual(['[2] Error: bad luck', '[3] Error: canceled (fail-fast)', 'Total: 3 tasks, 1 completed, 1 failed, 1 canceled (1.23s)', ''])
})

test('a pipe gets the answers as they are', async () => {
  expect(await printed({ quiet: false, table: true }, false)).toContain('one\n\u001B[2Jtwo')
})
