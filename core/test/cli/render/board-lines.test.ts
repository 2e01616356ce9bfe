import type { WireEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { BoardLines } from '../../../src/cli/render/board-lines.ts'
import { displayWidth } from '../../../src/cli/render/fit-width.ts'
import type { TaskItem } from '../../../src/service/parallel-result.ts'

const says = (text: string, partial = true): WireEvent => ({ type: 'message', content: { text, is_partial: partial }, backend: 'codex', timestamp: '', sequence: 1 })
const ended = (index: number, status: TaskItem['status']): { type: 'task_ended'; index: number; result: TaskItem } => ({ type: 'task_ended', index, result: { index, backend: 'codex', status, exit_code: 0 } })

function board(count: number, prompt = 'a task') {
  let now = 0
  const lines = new BoardLines(Array.from({ length: count }, () => ({ prompt })), () => now)
  return { lines, later: (seconds: number) => (now += seconds * 1000), start: (index: number) => lines.note({ type: 'task_started', index, backend: 'codex' }) }
}

test('the title counts what has ended, what went wrong, and what runs', () => {
  const { lines, later, start } = board(9)
  for (const index of [0, 1, 2, 3]) start(index)
  lines.note(ended(0, 'completed'))
  lines.note(ended(1, 'failed'))
  lines.note(ended(2, 'cancelled'))
  later(75)
  expect(lines.title()).toBe('3 of 9 tasks ended · 1 failed · 1 canceled · 1 running · 1m15')
})

test('a task that runs has a line: what it is, its backend, for how long, and the last line it said', () => {
  const { lines, later, start } = board(2, 'review\nthis')
  start(1)
  later(3)
  lines.note({ type: 'task_event', index: 1, event: says('first line\nsec') })
  lines.note({ type: 'task_event', index: 1, event: says('ond \u001B[2Jline\n') })
  expect(lines.rows(80, 5)).toEqual(['[2] review this          codex       3s  second line'])
  lines.note({ type: 'task_event', index: 1, event: { ...says(''), type: 'tool_use', content: { tool_name: 'Bash' } } as WireEvent })
  expect(lines.rows(80, 5)[0]).toMatch(/3s {2}Bash$/)
})

test('no line is wider than the screen, whatever it says', () => {
  const { lines, start } = board(1, '長い'.repeat(50))
  start(0)
  lines.note({ type: 'task_event', index: 0, event: says('語'.repeat(200)) })
  for (const columns of [40, 80, 160]) expect(displayWidth(lines.rows(columns, 5)[0] ?? ''), String(columns)).toBeLessThanOrEqual(columns)
})

test('more tasks than the screen has lines are counted in the last one', () => {
  const { lines, start } = board(100)
  for (let index = 0; index < 64; index++) start(index)
  const rows = lines.rows(80, 10)
  expect(rows.length).toBe(10)
  expect(rows.at(-1)).toBe('and 55 more')
})
