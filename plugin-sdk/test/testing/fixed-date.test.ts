import { expect, test } from 'vitest'
import type { Backend } from '../../src/index.ts'
import { replay } from '../../src/testing/index.ts'
import { tinyBackend } from './tiny-backend.ts'

/** A backend that tells the time, in each of the ways in which it can be asked for. */
const clock: Backend = {
  ...tinyBackend,
  decoder: () => ({
    *line() {
      const later = new Date(2030, 0, 2)
      yield { type: 'warning', content: { message: [new Date().toISOString(), Date.now(), later.getFullYear(), later instanceof Date, Date.UTC(2030, 0)].join(' ') } }
    },
    *end() {
      yield { type: 'warning', content: { message: new Date().toISOString() } }
    },
  }),
}
const output = {
  request: { run_id: 'r', input: [], native_input: false, cwd: '/', ephemeral: false, options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 0 } },
  lines: [{ text: 'x', stream: 'stdout' }],
  end: { code: 0, signal: null, stderr_tail: '' },
} as const
const told = (now?: string) => replay(clock, { ...output, ...(now === undefined ? {} : { now }) }).map(({ content }) => ('message' in content ? content.message : ''))

test('a recording that names a time is played at that time, and only then', () => {
  const before = Date.now()
  expect(told('2026-01-31T12:00:00Z')).toEqual([`2026-01-31T12:00:00.000Z ${Date.parse('2026-01-31T12:00:00Z')} 2030 true ${Date.UTC(2030, 0)}`, '2026-01-31T12:00:00.000Z'])
  expect(Date.now()).toBeGreaterThanOrEqual(before)
  expect(Date.parse(told()[1] ?? '')).toBeGreaterThanOrEqual(before)
})

test('the time is what it was after a decoder that throws', () => {
  const real = globalThis.Date
  const broken: Backend = { ...tinyBackend, decoder: () => ({ line: () => { throw new Error('no') }, end: () => [] }) }
  expect(() => replay(broken, { ...output, now: '2026-01-31T12:00:00Z' })).toThrow('the decoder threw')
  expect(globalThis.Date).toBe(real)
})
