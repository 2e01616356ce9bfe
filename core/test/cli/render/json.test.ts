import { ClinvkError, type RunEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { JsonRenderer } from '../../../src/cli/render/json.ts'
import { message, play, ScriptedTerminal } from './scripted-terminal.ts'

const run = async (events: readonly RunEvent[], exitCode = 0) => {
  const terminal = new ScriptedTerminal('pipe')
  const printed = await play(new JsonRenderer(terminal), terminal, events, exitCode)
  expect(printed.err).toBe('')
  expect(printed.out.endsWith('}\n')).toBe(true)
  return { ...printed, document: JSON.parse(printed.out) as Record<string, unknown> }
}

test('a success is one document with the keys that scripts of the original read', async () => {
  const { out, document, code } = await run([
    { type: 'init', content: { model: 'asked', backend_session_id: 'their-id' } },
    { type: 'warning', content: { message: 'careful' } },
    message('Hel'),
    message('lo'),
    { type: 'done', content: { model: 'answered', token_usage: { input_tokens: 3, output_tokens: 4, cached_tokens: 2 }, cost_usd: 0.5, backend_state: 'private state' } },
  ])
  expect(document).toEqual({
    backend: 'acme',
    content: 'Hello',
    backend_session_id: 'their-id',
    model: 'answered',
    duration_seconds: 1.234,
    usage: { input_tokens: 3, output_tokens: 4, cached_tokens: 2, total_tokens: 7 },
    cost_usd: 0.5,
    warnings: ['careful'],
    exit_code: 0,
  })
  expect(Object.keys(document).slice(0, 2)).toEqual(['backend', 'content'])
  expect(out).toContain('\n  "content": "Hello"')
  expect(code).toBe(0)
})

test('nothing is printed before the end, so that stdout never holds half a document', async () => {
  const terminal = new ScriptedTerminal('pipe')
  const renderer = new JsonRenderer(terminal)
  renderer.event()
  expect(terminal.written).toBe('')
  await renderer.result({ backend: 'acme', content: '', duration_seconds: 0 }, 0)
  expect(JSON.parse(terminal.written)).toEqual({ backend: 'acme', content: '', duration_seconds: 0, exit_code: 0 })
})

test('a failed run keeps what had arrived and says why, with the exit code', async () => {
  const { document, code } = await run([message('Hel'), { type: 'error', content: { code: 'backend_error', message: 'no luck', hint: 'Try again.', details: { exit_code: 7 } } }], 7)
  expect(document).toMatchObject({ content: 'Hel', exit_code: 7, error: { code: 'backend_error', message: 'no luck', hint: 'Try again.', backend: 'acme', details: { exit_code: 7 } } })
  expect(code).toBe(7)
})

test('a failure before the run is one document too', async () => {
  const terminal = new ScriptedTerminal('pipe')
  await new JsonRenderer(terminal).failure(new ClinvkError('backend_not_found', 'unknown backend "x"', { backend: 'x', hint: 'See.' }), 2, { backend: 'default', durationSeconds: 0.5 })
  expect(JSON.parse(terminal.written)).toEqual({ backend: 'x', content: '', duration_seconds: 0.5, exit_code: 2, error: { code: 'backend_not_found', message: 'unknown backend "x"', hint: 'See.', backend: 'x' } })
  terminal.written = ''
  await new JsonRenderer(terminal).failure(new ClinvkError('internal_error', 'oh'), 1, { durationSeconds: 0 })
  expect(JSON.parse(terminal.written)).toEqual({ backend: '', content: '', duration_seconds: 0, exit_code: 1, error: { code: 'internal_error', message: 'oh' } })
})

test('a message that was replaced is in the document as it ended', async () => {
  const { document, code } = await run([message('Wrong', { id: 'a' }), message('Right', { id: 'a', whole: true }), { type: 'done', content: {} }])
  expect(document['content']).toBe('Right')
  expect(code).toBe(0)
})

test('control characters of a model are escaped', async () => {
  const { out, document } = await run([message('\u001B]52;c;ZXZpbA==\u0007'), { type: 'done', content: {} }])
  expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
  expect(document['content']).toBe('\u001B]52;c;ZXZpbA==\u0007')
})
