import type { EventContent, ProcessEnd, RunEvent, StopReason } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { hostEnding } from '../../src/backend/host-ending.ts'
import { plainRequest, sampleBackend } from './sample-backend.ts'

const backend = sampleBackend()
const request = plainRequest()
const run = { backend, request, invocation: backend.command(request), timeoutMs: 1500, idleMs: 600_000 }
const end = (change: Partial<ProcessEnd> = {}): ProcessEnd => ({ code: 0, signal: null, stderr_tail: '', ...change })
const done: RunEvent = { type: 'done', content: { stop_reason: 'end_turn' } }
const failed: RunEvent = { type: 'error', content: { code: 'backend_error', message: 'interrupted' } }
const text: RunEvent = { type: 'message', content: { text: 'partial' } }
const usage: RunEvent = { type: 'token_usage', content: { input_tokens: 1, output_tokens: 1 } }

const reasons: readonly [StopReason, EventContent['error']][] = [
  ['timeout', { code: 'timeout', message: 'Acme was stopped after 1.5 s without having finished', hint: 'Allow more time with --timeout, or ask for less.', details: { timeout_secs: 1.5 } }],
  ['idle', { code: 'timeout', message: 'Acme was stopped because it gave no sign for 600 s', hint: expect.stringContaining('--idle-timeout') as string, details: { idle_timeout_secs: 600 } }],
  ['cancelled', { code: 'cancelled', message: 'the run of Acme was cancelled' }],
  ['line_too_long', { code: 'backend_output_invalid', message: 'Acme printed a line of more than 32 MiB and was stopped', hint: expect.any(String) as string }],
]

describe.each(reasons)('a run that the host stopped: %s', (stopped, content) => {
  test('ends in the reason of the host where the CLI said nothing', () => {
    expect(hostEnding(run, end({ code: null, signal: 'SIGTERM', stopped_by: stopped }), [text])).toEqual([text, { type: 'error', content }])
  })

  test('ends in the reason of the host, whatever failure the CLI made of it', () => {
    expect(hostEnding(run, end({ code: 130, stopped_by: stopped }), [text, failed])).toEqual([text, { type: 'error', content }])
  })

  test('ends in the reason of the host, also where the CLI calls half an answer a success', () => {
    expect(hostEnding(run, end({ stopped_by: stopped }), [text, done])).toEqual([text, { type: 'error', content }])
  })

  test('ends as the CLI said before it was stopped', () => {
    expect(hostEnding(run, end({ stopped_by: stopped }), [text, done], true)).toEqual([text, done])
  })
})

describe('a run that ended by itself', () => {
  test.each([[done], [failed]])('ends as the decoder says', (last) => {
    expect(hostEnding(run, end({ code: 1 }), [text, last])).toEqual([text, last])
  })

  test('has one end: what comes after the first is dropped', () => {
    expect(hostEnding(run, end(), [text, done, usage, failed])).toEqual([text, done])
    expect(hostEnding(run, end(), [failed, done])).toEqual([failed])
  })

  test('without any end has failed, and tells how it exited', () => {
    expect(hostEnding(run, end({ code: 0 }), [text])).toEqual([
      text,
      { type: 'error', content: { code: 'backend_output_invalid', message: 'Acme ended without a result (exit 0)', hint: 'Run again with --verbose to see what it prints.', details: { exit_code: 0 } } },
    ])
    expect(hostEnding(run, end({ code: null, signal: 'SIGKILL' }), [])).toEqual([
      { type: 'error', content: { code: 'backend_output_invalid', message: 'Acme ended without a result (SIGKILL)', hint: expect.any(String), details: { signal: 'SIGKILL' } } },
    ])
  })
})
