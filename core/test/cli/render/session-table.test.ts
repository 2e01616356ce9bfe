import { describe, expect, test } from 'vitest'
import { displayWidth, fitWidth, padWidth } from '../../../src/cli/render/fit-width.ts'
import { relativeTime } from '../../../src/cli/render/relative-time.ts'
import { sessionTable } from '../../../src/cli/render/session-table.ts'
import type { SessionInfo } from '../../../src/service/sessions.ts'

const now = new Date('2026-03-10T12:00:00Z')
const session = (more: Partial<SessionInfo> = {}): SessionInfo => ({ id: '3fa9'.padEnd(32, '0'), backend: 'claude', created_at: now.toISOString(), last_used: '2026-03-10T11:55:00Z', working_dir: '/w', status: 'completed', turn_count: 1, ...more })

describe('fitWidth', () => {
  test.each([
    ['plain', 10, 'plain'],
    ['a longer text', 8, 'a longe…'],
    ['世界世界世界', 7, '世界世…'],
    ['世界世界世界', 6, '世界…'],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧👩‍👩‍👧…'],
    ['e\u0301e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301…'],
    ['two\nlines\tand \u0007more', 30, 'two lines and more'],
  ])('%j in %i columns is %j', (text, width, fitted) => {
    expect(fitWidth(text, width)).toBe(fitted)
    expect(displayWidth(fitWidth(text, width))).toBeLessThanOrEqual(width)
  })

  test('padWidth fills up by columns, not by characters', () => {
    expect(padWidth('世界', 6)).toBe('世界  ')
    expect(displayWidth(padWidth('日本語日本語', 7))).toBe(7)
  })
})

test.each([
  [0, 'just now'],
  [-60_000_000, 'just now'],
  [59_000, 'just now'],
  [60_000, '1m ago'],
  [3_599_000, '59m ago'],
  [7_200_000, '2h ago'],
  [6 * 86_400_000, '6d ago'],
  [7 * 86_400_000, '2026-03-03'],
])('%i ms ago is %s', (age, words) => {
  expect(relativeTime(new Date(now.getTime() - age), now)).toBe(words)
})

describe('sessionTable', () => {
  const table = (sessions: SessionInfo[], columns = 80, total = sessions.length) => sessionTable({ sessions, total, problems: [] }, now, columns)

  test('has a line a session that fits the terminal, whatever the script', () => {
    const lines = table([session({ initial_prompt: '日本語の長い質問です。'.repeat(8) }), session({ initial_prompt: '👋'.repeat(60) }), session({ title: 'x'.repeat(200) })]).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^ID\s+BACKEND\s+STATUS\s+LAST USED\s+TOKENS\s+TITLE\/PROMPT$/)
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    expect(lines[1]).toMatch(/^3fa90000 {2}claude {4}completed {3}5m ago {8}- {11}日本語/)
  })

  test('says how many there are beyond the page, and that there are none', () => {
    expect(table([session()], 80, 30)).toContain('1 of 30 sessions')
    expect(table([])).toBe('No sessions found.')
  })

  test('names files that could not be read, and lets nothing drive the terminal', () => {
    const shown = sessionTable({ sessions: [session({ title: '\u001B[2Jtitle', backend: 'x\u001B[31m' })], total: 1, problems: [{ file: 'b.json', message: 'not JSON' }] }, now, 80)
    expect(shown).toContain('warning: b.json: not JSON')
    expect(shown).not.toContain('\u001B')
  })
})
