import type { ProcessEnd, RunEvent } from '@clinvk/plugin-sdk'
import { readRecordings, replay } from '@clinvk/plugin-sdk/testing'
import { describe, expect, test } from 'vitest'
import backend from '../src/backend.ts'
import { ask, requestOf, sessionId } from './request.ts'

const exit: ProcessEnd = { code: 0, signal: null, stderr_tail: '' }
const recordings = new Map(readRecordings(new URL('./recordings/', import.meta.url)).map((recording) => [recording.name, recording]))

function recorded(name: string): RunEvent[] {
  const recording = recordings.get(name)
  if (!recording) throw new Error(`no recording "${name}"`)
  return replay(backend, recording)
}

function decode(lines: readonly unknown[], request = requestOf(), end: Partial<ProcessEnd> = {}): RunEvent[] {
  const decoder = backend.decoder(request)
  const events = lines.flatMap((line) => [...decoder.line(typeof line === 'string' ? line : JSON.stringify(line), 'stdout')])
  return [...events, ...decoder.end({ ...exit, ...end })]
}

const errorOf = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === 'error' ? [event.content] : []))[0]
const init = { type: 'init', session_id: sessionId, model: 'gemini-2.5-flash' }
const success = { type: 'result', status: 'success', stats: { total_tokens: 15, input_tokens: 10, output_tokens: 5, models: { 'gemini-2.5-flash': {} } } }

test('the printed prompt is no answer', () => {
  const events = decode([init, { type: 'message', role: 'user', content: 'secret' }, { type: 'message', role: 'assistant', content: 'hi', delta: true }, success])
  expect(events.map(({ type }) => type)).toEqual(['init', 'message', 'done'])
})

test('texts of one model step have one id, those after a tool another', () => {
  const ids = recorded('tools').flatMap((event) => (event.type === 'message' ? [event.content.id] : []))
  expect(ids).toEqual(['message-1', 'message-2'])
  expect(recorded('tools').at(-1)).toMatchObject({ type: 'done', content: { turn_count: 2 } })
})

test('results of tools carry the name of their tool, and what was wrong', () => {
  const results = recorded('tool-denied').flatMap((event) => (event.type === 'tool_result' ? [event.content] : []))
  expect(results).toMatchObject([{ tool_name: 'write_file', is_error: true, error_message: expect.stringContaining('not found') }, { tool_name: 'read_file' }])
  expect(results[1]).not.toHaveProperty('is_error')
})

describe('retries on stderr', () => {
  const retries = (name: string) => recorded(name).flatMap((event) => (event.type === 'retry' ? [event.content] : []))

  test('with a status', () => expect(retries('retried')).toEqual([{ attempt: 1, status: 500, reason: 'the model\'s API answered with status 500' }]))

  test('with a delay, told over two lines', () => expect(retries('retried-with-delay')).toMatchObject([{ attempt: 1, delay_ms: expect.any(Number), reason: 'Please retry in 1s.' }]))

  test('the last failure is no retry', () => expect(retries('server-error')).toEqual([]))
})

describe('failures say what was attempted and what to do', () => {
  test.each([
    ['turn-limit', { details: { reason: 'max_turns', exit_code: 53 }, hint: expect.stringContaining('max_turns') }],
    ['unknown-model', { message: expect.stringContaining('"nobody"'), hint: expect.stringContaining('model option') }],
    ['unknown-model-other-words', { message: expect.stringContaining('no such thing'), details: { status: 404 } }],
    ['refused-connection', { hint: expect.stringContaining('network') }],
    ['not-signed-in', { hint: expect.stringContaining('GEMINI_API_KEY'), message: expect.not.stringContaining('gemini-home') }],
    ['rate-limited-until', { hint: expect.stringMatching(/^Wait until 20/) }],
    ['safety', { details: { reason: 'blocked' } }],
    ['empty', { details: { reason: 'empty' } }],
    ['thoughts-only', { details: { reason: 'empty' } }],
    ['unfinished', { details: { reason: 'unfinished' } }],
    ['unknown-flag', { message: expect.stringContaining('Unknown argument: nonsense') }],
    ['no-sessions', { message: expect.stringContaining('No previous sessions') }],
    ['broken-project-settings', { message: expect.stringContaining('settings.json') }],
  ])('%s', (name, content) => expect(errorOf(recorded(name))).toMatchObject(content))

  test('a quota that tells the minute counts from the time of the line', () => {
    const message = '[API Error: Quota exceeded.\nSuggested retry after 60s.]\nPlease wait and try again later.'
    const result = { type: 'result', timestamp: '2026-11-20T10:00:00.000Z', status: 'error', error: { type: 'unknown', message } }
    expect(errorOf(decode([init, result], requestOf(), { code: 173 }))?.details).toEqual({ status: 429, exit_code: 173, reset_at: '2026-11-20T10:01:00.000Z' })
  })

  test.each([[247, 503], [17, 529], [244, 500]])('exit code %i stands for status %i when the message has none', (code, status) => {
    const result = { type: 'result', status: 'error', error: { type: 'unknown', message: '[API Error: Overloaded]' } }
    expect(errorOf(decode([init, result], requestOf(), { code }))?.details).toEqual({ status, exit_code: code })
  })

  test('a message that quotes the prompt is left out', () => {
    const request = ask('The very private plan of the company for next year')
    const message = '[API Error: {"error":{"code":400,"message":"Invalid text: private plan of the company for next","status":"INVALID_ARGUMENT"}}]'
    const error = errorOf(decode([init, { type: 'result', status: 'error', error: { message } }], request, { code: 144 }))
    expect(error?.message).toBe('Gemini CLI could not get an answer: the API said 400')
  })
})

test('success without a request means that the conversation was found too large', () => {
  const nothing = { type: 'result', status: 'success', stats: { total_tokens: 0, input_tokens: 0, output_tokens: 0, models: {} } }
  expect(errorOf(decode([init, nothing], ask('x'.repeat(600_000))))).toMatchObject({ code: 'payload_too_large', hint: 'Shorten the prompt.' })
  expect(errorOf(decode([init, nothing], requestOf({ resume: { backend_session_id: sessionId, fork: false } })))).toMatchObject({ code: 'payload_too_large', hint: 'Start a new session.' })
  expect(errorOf(decode([init, nothing]))).toMatchObject({ code: 'backend_output_invalid' })
})

test('output that breaks off in a line is told apart from an interrupt', () => {
  expect(errorOf(decode([init, '{"type":"message","role":"user","content":"aaa']))?.message).toContain('the end of its output is missing')
  expect(errorOf(decode([init]))?.message).toContain('interrupted')
})

test('a result that was seen counts, though the host then stopped the CLI', () => {
  expect(decode([init, { type: 'message', role: 'assistant', content: 'hi' }, success], requestOf(), { code: null, signal: 'SIGKILL', stopped_by: 'idle' }).at(-1)?.type).toBe('done')
})

test('a stopped loop is a warning, not a failure', () => {
  const loop = { type: 'error', severity: 'warning', message: 'Loop detected, stopping execution' }
  const events = decode([init, { type: 'message', role: 'assistant', content: 'hi' }, loop, success])
  expect(events.map(({ type }) => type)).toEqual(['init', 'message', 'warning', 'done'])
})

test('older spellings are read', () => {
  const events = decode([
    { type: 'init', sessionId, model: 'gemini-2.5-pro' },
    { type: 'message', content: 'hi' },
    { type: 'tool_use', toolCallId: '1', toolName: 'ls', parameters: {} },
    { type: 'tool_result', toolCallId: '1', result: 'files' },
    { type: 'result', stats: { tokenUsage: { inputTokens: 3, outputTokens: 4 } } },
  ])
  expect(events).toMatchObject([
    { type: 'init', content: { backend_session_id: sessionId } },
    { type: 'message', content: { text: 'hi' } },
    { type: 'tool_use', content: { tool_name: 'ls', tool_id: '1' } },
    { type: 'tool_result', content: { tool_name: 'ls', output: 'files' } },
    { type: 'done', content: { token_usage: { input_tokens: 3, output_tokens: 4 } } },
  ])
})
