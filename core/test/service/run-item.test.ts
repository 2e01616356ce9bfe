import { expect, test } from 'vitest'
import { failedItem, runItem } from '../../src/service/run-item.ts'

const span = { start: new Date('2026-01-02T03:04:05.000Z'), ms: 1234.4 }
const times = { start_time: '2026-01-02T03:04:05.000Z', end_time: '2026-01-02T03:04:06.234Z', duration_seconds: 1.234, duration_ms: 1234 }

test('an item of a success has the answer, what it took, and no error', () => {
  const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 }
  expect(runItem({ backend: 'codex', content: 'yes', duration_seconds: 9, model: 'm', usage, cost_usd: 0.1, session_id: 's' }, span, 'asked')).toEqual({
    backend: 'codex', status: 'completed', exit_code: 0, output: 'yes', model: 'm', token_usage: usage, cost_usd: 0.1, session_id: 's', ...times,
  })
})

test('an item of a failure has what had arrived, the exit code of a single prompt, and the model that was asked for', () => {
  const error = { code: 'backend_error', message: 'no', details: { exit_code: 7 } } as const
  expect(runItem({ backend: 'codex', content: 'half', duration_seconds: 9, error }, span, 'asked')).toEqual({
    backend: 'codex', status: 'failed', exit_code: 7, error: { code: 'backend_error', message: 'no', details: { exit_code: 7 } }, output: 'half', model: 'asked', ...times,
  })
})

test('an item of a run that never started has no times', () => {
  expect(failedItem('codex', { code: 'cancelled', message: 'canceled (fail-fast)' })).toEqual({ backend: 'codex', status: 'cancelled', exit_code: -1, error: { code: 'cancelled', message: 'canceled (fail-fast)' } })
  expect(failedItem('acme', { code: 'backend_not_found', message: 'unknown', backend: 'acme' }, span)).toMatchObject({ status: 'failed', exit_code: 2, ...times })
})
