import type { EventContent, EventType, ProcessEnd, RunEvent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { readRecording, type Recording } from './recording.ts'
import { decoder } from '../src/decoder.ts'
import { requestOf } from './request.ts'

const exited: ProcessEnd = { code: 0, signal: null, stderr_tail: '' }
const result = { type: 'result', subtype: 'success', is_error: false, result: '', num_turns: 1 }

/** What comes out of these lines, `end` included. */
function decoded(lines: readonly unknown[], end: Partial<ProcessEnd> = {}, request = requestOf()): RunEvent[] {
  const reader = decoder(request)
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  return [...texts.flatMap((text) => [...reader.line(text, 'stdout')]), ...reader.end({ ...exited, ...end })]
}

function replayed(name: string): RunEvent[] {
  const { lines, end, request }: Recording = readRecording(name)
  return decoded(lines, end, request)
}

const only = <Type extends EventType>(events: readonly RunEvent[], type: Type): EventContent[Type][] =>
  events.flatMap((event) => (event.type === type ? [event.content as EventContent[Type]] : []))

test('it has finished with a result, unless work goes on in the background, or the CLI turns to the model again', () => {
  const reader = decoder(requestOf())
  const task = { type: 'system', task_id: 'a' }
  const message = { type: 'assistant', message: { content: [] } }
  const finishedAfter = [message, result, message, { ...task, subtype: 'task_started' }, result, { ...task, subtype: 'task_notification' }, result].map((line) => {
    for (const _event of reader.line(JSON.stringify(line), 'stdout')) void _event
    return reader.finished
  })
  expect(finishedAfter).toEqual([false, true, false, false, false, false, true])
})

test('a streamed answer comes in pieces and then whole, under one id', () => {
  const events = replayed('answer')
  expect(only(events, 'init')).toEqual([
    { model: 'claude-opus-5-5', backend_session_id: expect.any(String), working_dir: '/home/user/work' },
  ])
  const messages = only(events, 'message')
  const pieces = messages.map(({ text, is_partial = false }) => [text, is_partial])
  expect(pieces).toEqual([['Hel', true], ['lo.', true], ['Hello.', false]])
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1)
  expect(only(events, 'thinking').map(({ text }) => text)).toEqual(['Let me think.', 'Let me think.'])
  expect(events.at(-1)).toEqual({
    type: 'done',
    content: {
      model: 'claude-opus-5-5',
      token_usage: { input_tokens: 100, output_tokens: 7, cached_tokens: 30 },
      cost_usd: expect.closeTo(0.000426, 8) as number,
      turn_count: 1,
      stop_reason: 'end_turn',
    },
  })
})

test('two texts of one message do not replace each other', () => {
  const whole = only(replayed('two-texts'), 'message').filter(({ is_partial }) => is_partial !== true)
  expect(whole.map(({ text }) => text)).toEqual(['one', 'two'])
  expect(new Set(whole.map(({ id }) => id)).size).toBe(2)
})

test.each(['broken-stream', 'broken-stream-old', 'cut-stream-old'])('%s: what the dead attempt streamed is voided', (name) => {
  const texts = new Map<string | undefined, string>()
  for (const { id, text, is_partial } of only(replayed(name), 'message')) {
    texts.set(id, is_partial ? (texts.get(id) ?? '') + text : text)
  }
  expect([...texts.values()]).toEqual(['', 'whole answer'])
})

test('calls and results of tools are paired by id, with the name on both and the reason of a failure', () => {
  const events = replayed('tools')
  const calls = only(events, 'tool_use')
  const results = only(events, 'tool_result')
  const pairs = calls.map(({ tool_name, tool_id }) => ({ tool_name, tool_id }))
  expect(results.map(({ tool_name, tool_id }) => ({ tool_name, tool_id }))).toEqual(pairs)
  expect(calls[0]?.input).toEqual({ file_path: expect.any(String), content: 'x' })
  expect(results.map(({ is_error }) => is_error)).toEqual([false, false, false, true])
  expect(results[3]?.error_message).toMatch(/requested permissions to read/)
})

test('denied tools are named in one warning', () => {
  expect(only(replayed('tools-denied'), 'warning')).toEqual([
    { code: 'approval_denied', message: expect.stringContaining('did not allow Write, Bash, Read;') },
  ])
})

test('text of a subagent is no answer, its tools are shown', () => {
  const events = replayed('subagent')
  expect(only(events, 'message').map(({ text }) => text).join('')).not.toMatch(/subtext|sub final/)
  expect(only(events, 'tool_result').map(({ tool_name }) => tool_name)).toEqual(['Read', 'Agent'])
})

test('forwarded text of a subagent stays out of the answer, and a call that is printed twice is told once', () => {
  const call = { type: 'tool_use', id: 't', name: 'Read', input: {} }
  const message = { id: 'm', model: 'x', content: [{ type: 'text', text: 'aside' }, call] }
  const line = { type: 'assistant', message, parent_tool_use_id: 'p' }
  const events = decoded([line, line, result])
  expect(events.map(({ type }) => type)).toEqual(['tool_use', 'done'])
})

test('retries tell what failed and how long the CLI waits', () => {
  expect(only(replayed('retried'), 'retry')).toEqual([
    { attempt: 1, max_attempts: 2, reason: 'server_error', status: 500, delay_ms: expect.any(Number) },
    { attempt: 2, max_attempts: 2, reason: 'overloaded', status: 529, delay_ms: expect.any(Number) },
  ])
})

test('a resumed run costs what it used itself, not what the conversation used', () => {
  const [done] = only(replayed('resumed'), 'done')
  expect(done?.cost_usd).toBeCloseTo(0.00014, 8)
})

test('the end of a usage limit is told where the CLI tells it', () => {
  const [error] = only(replayed('usage-limit'), 'error')
  expect(error?.details).toMatchObject({ status: 429, limit: 'five_hour', reset_at: expect.stringMatching(/^2026-11-20T.*Z$/) })
  expect(error?.hint).toContain(String(error?.details?.reset_at))
})

test.each([
  ['bypass-as-root', 'permission_denied', /sandbox_mode full/, /other than root/],
  ['unknown-session', 'session_not_resumable', /99999999-2222-4333-8444-555555555555/, /new session/],
  ['max-turns', 'backend_error', /max_turns 2/, /max_turns/],
  ['unauthorized', 'backend_unauthenticated', /could not sign in/, /\/login/],
  ['not-signed-in', 'backend_unauthenticated', /Not logged in/, /\/login/],
  ['unknown-model', 'backend_error', /model "nope-1"/, /option model/],
  ['refused-connection', 'backend_error', /could not reach/, /ANTHROPIC_BASE_URL/],
  ['server-error', 'backend_error', /model service/, /try again later/],
  ['unknown-flag', 'backend_error', /--no-such-flag/, /extra flags/],
  ['prompt-too-long', 'payload_too_large', /Prompt is too long/, /Shorten/],
] as const)('%s: %s, with what was attempted and what to do', (name, code, message, hint) => {
  const [error] = only(replayed(name), 'error')
  expect(error).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) })
})

test('the turn limit is told as a reason, the exit code as a fact, and what was used is not lost', () => {
  const events = replayed('max-turns')
  expect(only(events, 'error')[0]?.details).toEqual({ reason: 'max_turns', exit_code: 1 })
  expect(only(events, 'token_usage')).toEqual([{ input_tokens: 20, output_tokens: 10 }])
})

test.each(['cancelled', 'cancelled-tool-old', 'idle'])('%s: a run that the host stopped has no terminal event here', (name) => {
  const types = replayed(name).map(({ type }) => type)
  expect(types).not.toContain('done')
  expect(types).not.toContain('error')
})

test('a run that had finished when the host stopped it is done', () => {
  expect(decoded([result], { stopped_by: 'timeout', code: null, signal: 'SIGKILL' }).at(-1)?.type).toBe('done')
})

test('an interrupt that nobody of the host sent is an error without the notes the CLI makes for itself', () => {
  expect(only(replayed('interrupted-by-others'), 'error')).toEqual([expect.objectContaining({
    code: 'backend_error', message: 'Claude Code stopped before it had an answer', details: { reason: 'interrupted' },
  })])
})

test('an exit code after a good answer is a warning: the answer counts', () => {
  expect(decoded([result], { code: 1 })).toEqual([
    { type: 'warning', content: { code: 'cli_exit', message: expect.stringContaining('exit code 1') } },
    { type: 'done', content: { turn_count: 1 } },
  ])
})

test('is_error decides, whatever the subtype says', () => {
  const failed = { ...result, is_error: true, api_error_status: 500, result: 'API Error: 500' }
  expect(only(decoded([failed], { code: 1 }), 'error')).toEqual([
    expect.objectContaining({ code: 'backend_error', details: { status: 500, exit_code: 1 } }),
  ])
})

test('exit 0 without a result is no success', () => {
  expect(decoded([]).at(-1)).toMatchObject({ type: 'error', content: { code: 'backend_output_invalid' } })
})

test('the result has the last word where it is not what the message said', () => {
  const message = { id: 'm', model: 'claude-x', content: [{ type: 'text', text: 'draft' }] }
  const events = decoded([{ type: 'assistant', message, parent_tool_use_id: null }, { ...result, result: 'final' }])
  expect(only(events, 'message').map(({ id, text }) => [id, text])).toEqual([['m:0', 'draft'], ['m:0', 'final']])
})

test('structured output is handed out, its JSON is the answer', () => {
  const call = { type: 'tool_use', id: 't', name: 'StructuredOutput', input: { a: 1 } }
  const message = { id: 'm', model: 'claude-x', content: [call] }
  const events = decoded([{ type: 'assistant', message }, { ...result, result: '{"a":1}', structured_output: { a: 1 } }])
  expect(only(events, 'message').map(({ text }) => text)).toEqual(['{"a":1}'])
  expect(only(events, 'done')[0]?.structured_output).toEqual({ a: 1 })
})

test('made-up messages are no answer, and the model that answered is never one', () => {
  const message = { id: 's', model: '<synthetic>', content: [{ type: 'text', text: 'API Error' }] }
  const events = decoded([{ type: 'assistant', message }, { ...result, modelUsage: { 'claude-x[1m]': {} } }])
  expect(only(events, 'message')).toEqual([])
  expect(only(events, 'done')[0]?.model).toBe('claude-x')
})

test('several results of one run add up', () => {
  const usage = { input_tokens: 1, cache_creation_input_tokens: 2, cache_read_input_tokens: 4, output_tokens: 8 }
  const part = { ...result, usage, model_usage_since_last_result: { x: { costUSD: 0.5 } } }
  expect(only(decoded([part, part]), 'done')).toEqual([{
    model: 'x',
    turn_count: 2,
    cost_usd: 1,
    token_usage: { input_tokens: 14, output_tokens: 16, cached_tokens: 8, cache_write_tokens: 4 },
  }])
})

test('a system prompt that the CLI did not take is told', () => {
  const response = { subtype: 'error', request_id: 'initialize', error: 'no' }
  const events = decoded([{ type: 'control_response', response }, result])
  expect(only(events, 'warning').map(({ code }) => code)).toEqual(['system_prompt_ignored'])
})

test('a failure is told without what the prompt said, and is known by it all the same', () => {
  const request = requestOf({ input: [{ type: 'text', text: 'first\nmy "secret" plan for the company' }] })
  const stderr_tail = 'Error: unknown option {"text":"first\\nmy \\"secret\\" plan for the company"}'
  const [error] = only(decoded([], { code: 1, stderr_tail }, request), 'error')
  expect(JSON.stringify(error)).not.toContain('secret')
  expect(error?.details).toEqual({ reason: 'usage', exit_code: 1 })
})

test('no key reaches a message', () => {
  const failed = { ...result, is_error: true, result: 'Invalid API key sk-ant-api03-abcdefgh' }
  expect(JSON.stringify(decoded([failed], { code: 1 }))).not.toContain('abcdefgh')
})

test('the spellings of older versions are still read', () => {
  const events = decoded([
    { type: 'system', session_id: 'S' },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } },
    { type: 'tool_result', tool_use_id: 't', content: 'out' },
    { type: 'result', result: 'Hi', session_id: 'S', usage: { input_tokens: 1, output_tokens: 2 } },
  ])
  expect(events.map(({ type }) => type)).toEqual(['init', 'message', 'tool_result', 'done'])
  const [error] = only(decoded([{ type: 'error', error: { message: 'broken' } }]), 'error')
  expect(error?.message).toContain('broken')
  expect(decoded([{ type: 'result', error: 'broken' }]).at(-1)?.type).toBe('error')
})
