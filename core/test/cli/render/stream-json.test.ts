import { ClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { StreamJsonRenderer } from '../../../src/cli/render/stream-json.ts'
import { message, play, ScriptedTerminal } from './scripted-terminal.ts'

const lines = (text: string) => text.trimEnd().split('\n').map((line) => JSON.parse(line) as WireEvent)

test('each event is one line, unchanged, as it comes; the end adds none', async () => {
  const terminal = new ScriptedTerminal('terminal')
  const printed = await play(new StreamJsonRenderer(terminal), terminal, [{ type: 'init', content: { model: 'm' } }, message('two\nlines \u001B[31m', { id: 'a' }), { type: 'done', content: { model: 'm' } }])
  expect(lines(printed.out)).toEqual([
    { type: 'init', content: { model: 'm' }, backend: 'acme', timestamp: '2026-01-02T03:04:05.678Z', sequence: 1 },
    { type: 'message', content: { text: 'two\nlines \u001B[31m', id: 'a', is_partial: true }, backend: 'acme', timestamp: '2026-01-02T03:04:05.678Z', sequence: 2 },
    { type: 'done', content: { model: 'm' }, backend: 'acme', timestamp: '2026-01-02T03:04:05.678Z', sequence: 3 },
  ])
  expect(printed.out).not.toContain('\u001B')
  expect([printed.err, printed.code]).toEqual(['', 0])
})

test('a failed run exits with the code that follows from its error', async () => {
  const terminal = new ScriptedTerminal('pipe')
  const printed = await play(new StreamJsonRenderer(terminal), terminal, [{ type: 'error', content: { code: 'timeout', message: 'late' } }], 6)
  expect([lines(printed.out).length, printed.code]).toEqual([1, 6])
})

test('a failure before the run is the only event', async () => {
  const terminal = new ScriptedTerminal('pipe')
  await new StreamJsonRenderer(terminal).failure(new ClinvkError('backend_not_found', 'unknown backend "x"', { backend: 'x', hint: 'See.', details: { status: 1 } }))
  expect(lines(terminal.written)).toEqual([
    { type: 'error', backend: 'x', timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/), sequence: 1, content: { code: 'backend_not_found', message: 'unknown backend "x"', hint: 'See.', details: { status: 1 } } },
  ])
})

test('a failure in the middle goes on counting', async () => {
  const terminal = new ScriptedTerminal('pipe')
  const renderer = new StreamJsonRenderer(terminal)
  await renderer.event({ type: 'init', content: {}, backend: 'acme', timestamp: '', sequence: 1 })
  await renderer.failure(new ClinvkError('internal_error', 'oh'))
  expect(lines(terminal.written).map(({ sequence }) => sequence)).toEqual([1, 2])
})
