import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallReport, describe } from '../../src/mcp/call-report.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a client that asked for progress hears of a silent call every 10 s, from the last thing on that it heard', async () => {
  const heard: unknown[] = []
  const report = new CallReport({ token: 1, level: () => 'info', signal: new AbortController().signal, send: async ({ params }) => void heard.push([performance.now() - began, (params as { readonly message?: string }).message]) })
  const began = performance.now()
  await vi.advanceTimersByTimeAsync(7000)
  await report.progress('thinks')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(heard).toEqual([[7000, 'thinks'], [17_000, 'still at work'], [27_000, 'still at work']])
  report.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([heard.length, vi.getTimerCount()]).toEqual([3, 0])
})

test.each([
  [{ type: 'task_ended', step: 1, index: 0, backend: 'codex', status: 'failed' }, 'step 1: task 1: codex failed'],
  [{ type: 'step_retry', step: 2, attempt: 2 }, 'step 2: is tried again'],
  [{ type: 'tool_use', index: 1, backend: 'codex', content: { tool_name: 'Read' } }, 'task 2: codex uses Read'],
])('a person reads words for %j', (line, words) => {
  expect(describe(line)).toBe(words)
})
