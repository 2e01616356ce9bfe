import { readRecordings, replay } from '@clinvk/plugin-sdk/testing'
import type { ProcessEnd, RunEvent, RunRequest } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import backend from '../src/backend.ts'
import { request } from './request.ts'

const all = readRecordings(new URL('./recordings/', import.meta.url))

function recorded(name: string): RunEvent[] {
  const recording = all.find((one) => one.name === name)
  if (recording === undefined) throw new Error(`no recording "${name}"`)
  return replay(backend, recording)
}

const well: ProcessEnd = { code: 0, signal: null, stderr_tail: '' }
const badly: ProcessEnd = { ...well, code: 1 }
const thread = '01a1f9ed-0000-7000-8000-000000000000'

/** The events of a run that prints `lines`. */
function read(lines: readonly object[], end = well, asked: RunRequest = request()): RunEvent[] {
  return replay(backend, { request: asked, lines: lines.map((line) => ({ text: JSON.stringify(line), stream: 'stdout' })), end })
}

function completed(item: object): object {
  return { type: 'item.completed', item }
}

function usage(input_tokens: number): object {
  return { type: 'turn.completed', usage: { input_tokens, output_tokens: 1 } }
}

function warnings(events: readonly RunEvent[]): (string | undefined)[] {
  return events.flatMap(({ type, content }) => (type === 'warning' ? [content.code] : []))
}

function failure(message: string): RunEvent | undefined {
  return read([{ type: 'turn.failed', error: { message } }], badly).at(-1)
}

describe('messages', () => {
  test('two messages in one turn have two ids', () => {
    const ids = recorded('tools').flatMap(({ type, content }) => (type === 'message' ? [content.id] : []))
    expect(new Set(ids).size).toBe(2)
  })

  test('text of an attempt that failed is not shown', () => {
    expect(JSON.stringify(recorded('retry-then-answer'))).not.toContain('dead attempt')
  })

  test('text before a failure is kept', () => {
    expect(recorded('incomplete').map(({ type }) => type)).toEqual(['init', 'progress', 'message', 'error'])
  })

  test('text that was held back comes when the run is stopped', () => {
    const events = read([completed({ id: 'a', type: 'agent_message', text: 'half' })], { ...badly, stopped_by: 'cancelled' })
    expect(events).toEqual([{ type: 'message', content: { text: 'half', id: 'a', role: 'assistant' } }])
  })

  test('the older spelling of messages and calls is read', () => {
    const events = read([
      completed({ type: 'function_call', call_id: 'c', name: 'shell', arguments: '{}' }),
      completed({ type: 'function_call_output', call_id: 'c', output: 'x' }),
      completed({ id: 'm', type: 'message', content: [{ type: 'output_text', text: 'hi' }] }),
      usage(1),
    ])
    expect(events.map(({ type }) => type)).toEqual(['tool_use', 'tool_result', 'message', 'done'])
    expect(events[1]?.content).toEqual({ tool_name: 'shell', tool_id: 'c', output: 'x' })
  })
})

describe('tools', () => {
  test('each use has one result with its id and name', () => {
    const events = recorded('tools')
    const uses = events.flatMap(({ type, content }) => (type === 'tool_use' ? [`${content.tool_name} ${content.tool_id}`] : []))
    const results = events.flatMap(({ type, content }) =>
      type === 'tool_result' ? [`${content.tool_name} ${content.tool_id}`] : [],
    )
    expect(results).toEqual(uses)
    expect(new Set(uses).size).toBe(4)
  })

  test('a command that fails is an error with its exit code and output', () => {
    const results = recorded('tools').flatMap(({ type, content }) => (type === 'tool_result' ? [content] : []))
    expect(results[0]).not.toHaveProperty('is_error')
    expect(results[2]).toMatchObject({ is_error: true, error_message: 'exit code 2', output: expect.stringContaining('nowhere') })
  })

  test('a refused call of an MCP tool says why', () => {
    const call = { id: 'i', type: 'mcp_tool_call', server: 'bridge', tool: 'weather', arguments: { city: 'Paris' }, result: null }
    const [use, result] = read([
      { type: 'item.started', item: { ...call, error: null, status: 'in_progress' } },
      completed({ ...call, error: { message: 'requires approval' }, status: 'failed' }),
    ])
    expect(use?.content).toEqual({ tool_name: 'mcp__bridge__weather', tool_id: 'i', input: { city: 'Paris' } })
    expect(result?.content).toMatchObject({ tool_id: 'i', is_error: true, error_message: 'requires approval' })
  })
})

describe('sessions', () => {
  test('another thread than the one asked for is no success', () => {
    const asked = request({ resume: { backend_session_id: thread, fork: false } })
    const answer = completed({ id: 'a', type: 'agent_message', text: 'x' })
    const events = read([{ type: 'thread.started', thread_id: 'another' }, answer, usage(1)], well, asked)
    expect(events).toHaveLength(1)
    const message: unknown = expect.stringContaining(thread)
    expect(events[0]).toMatchObject({ type: 'error', content: { code: 'session_not_resumable', message } })
  })

  test.each([
    { fork: true, ephemeral: false },
    { fork: false, ephemeral: true },
  ])('a fork has a new thread: %o', ({ fork, ephemeral }) => {
    const asked = request({ ephemeral, resume: { backend_session_id: thread, fork } })
    expect(read([{ type: 'thread.started', thread_id: 'another' }, usage(1)], well, asked)[0]?.type).toBe('init')
  })
})

describe('usage', () => {
  test('is that of the run, not of the whole thread', () => {
    const state = '{"i":100,"c":0,"w":0,"o":0,"r":0}'
    const asked = request({ resume: { backend_session_id: thread, fork: false, state } })
    const done = read([{ type: 'thread.started', thread_id: thread }, usage(130)], well, asked).at(-1)
    expect(done).toMatchObject({ content: { token_usage: { input_tokens: 30, output_tokens: 1 } } })
    expect(done?.type === 'done' && done.content.backend_state).toContain('"i":130')
  })

  test('is left out, with a warning, when the totals before are not known', () => {
    const asked = request({ resume: { backend_session_id: thread, fork: false } })
    const events = read([{ type: 'thread.started', thread_id: thread }, usage(130)], well, asked)
    expect(warnings(events)).toEqual(['usage_unknown'])
    expect(events.at(-1)?.content).not.toHaveProperty('token_usage')
    expect(events.at(-1)?.content).toHaveProperty('backend_state')
  })

  test('of a thread that counts anew is taken as told', () => {
    const asked = request({ resume: { backend_session_id: thread, fork: false, state: '{"i":100}' } })
    const done = read([{ type: 'thread.started', thread_id: thread }, usage(7)], well, asked).at(-1)
    expect(done).toMatchObject({ content: { token_usage: { input_tokens: 7 } } })
  })
})

describe('retries', () => {
  test('tell attempt, limit and status', () => {
    const [retry] = recorded('status-529').filter(({ type }) => type === 'retry')
    expect(retry?.content).toMatchObject({ attempt: 1, max_attempts: 1, status: 529 })
  })

  test('without a number are counted', () => {
    const waiting = { type: 'error', message: 'Reconnecting... waiting for network (Connection failed: error sending request)' }
    const events = read([waiting, waiting, usage(1)])
    expect(events.flatMap(({ type, content }) => (type === 'retry' ? [content.attempt] : []))).toEqual([1, 2])
    expect(events[0]?.content).toMatchObject({ reason: 'Connection failed: error sending request' })
  })

  test('beyond max_retries bring one warning', () => {
    expect(warnings(recorded('built-in-provider'))).toEqual(['retries_not_limited'])
  })
})

describe('failures', () => {
  test.each([
    ["The 'gpt-x' model is not supported when using Codex with a ChatGPT account.", 'backend_error', 404],
    ['{"detail":"The model gpt-x does not exist"}', 'backend_error', 404],
    ['Your access token could not be refreshed. Please log out and sign in again.', 'backend_unauthenticated', undefined],
    ['exceeded retry limit, last status: 503 Service Unavailable', 'backend_error', 503],
    ['stream disconnected before completion: idle timeout waiting for SSE', 'backend_error', undefined, 'connection'],
  ])('%s', (message, code, status, reason = undefined as string | undefined) => {
    const event = failure(message)
    expect(event).toMatchObject({ type: 'error', content: { code, hint: expect.any(String) } })
    const told = { exit_code: 1, ...(status === undefined ? {} : { status }), ...(reason === undefined ? {} : { reason }) }
    expect(event?.type === 'error' && event.content.details).toEqual(told)
  })

  test('tell the words inside a body of JSON', () => {
    const event = failure('{"error":{"message":"bad thing","code":"x"}}')
    expect(event?.type === 'error' && event.content.message).toMatch(/: bad thing$/)
  })

  test('repeat no key, address or line of the configuration', () => {
    const told = ['status-401', 'config-syntax', 'status-529'].map((name) => JSON.stringify(recorded(name))).join()
    expect(told).not.toMatch(/sk-fake|not-a-real-token|http:/)
    expect(JSON.stringify(failure('Invalid token sk-proj-abc_123 given, url: http://h/v1?key=1'))).not.toMatch(/abc_123|http/)
  })

  test('show no line of a configuration file that could not be read', () => {
    const stderr_tail = 'Error loading config.toml: bad value\n2 | token = "not-a-real-token"\n  |  ^\n'
    expect(JSON.stringify(read([], { ...badly, stderr_tail }))).not.toContain('not-a-real-token')
  })

  test('a lost connection before the end of the turn says what the CLI last said', () => {
    const event = read([{ type: 'error', message: 'unexpected status 401 Unauthorized: no' }], badly).at(-1)
    expect(event).toMatchObject({ content: { code: 'backend_unauthenticated', details: { status: 401, exit_code: 1 } } })
  })

  test('an answer with a failing exit code is no success', () => {
    expect(read([usage(1)], badly).at(-1)).toMatchObject({ type: 'error', content: { code: 'backend_error' } })
  })

  test('exit 0 without a result is unusable output', () => {
    expect(read([{ type: 'turn.started' }]).at(-1)).toMatchObject({ type: 'error', content: { code: 'backend_output_invalid' } })
  })

  test('a busy session can be tried again', () => {
    const stderr_tail = `Error: thread-store conflict: thread ${thread} already has an active writer\n`
    expect(read([], { ...badly, stderr_tail }).at(-1)).toMatchObject({ content: { code: 'session_busy' } })
  })

  test('the host adds the end of a run it stopped, unless the turn was complete', () => {
    expect(recorded('cancelled').map(({ type }) => type)).toEqual(['init', 'progress', 'tool_use'])
    expect(read([usage(1)], { ...badly, code: null, signal: 'SIGKILL', stopped_by: 'idle' }).at(-1)?.type).toBe('done')
  })

  test('harmless lines on stderr are no events', () => {
    const text = 'WARNING: proceeding, even though we could not create PATH aliases: Refusing to create helper binaries'
    const decoder = backend.decoder(request())
    expect([...decoder.line(text, 'stderr')]).toEqual([])
  })
})
