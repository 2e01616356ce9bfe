import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { messageEvents } from '../../../src/http/anthropic/message-events.ts'
import type { ChatEvent } from '../../../src/http/compatible/chat-events.ts'

const outcome = { text: '', thinking: '', usage: { input_tokens: 10, output_tokens: 4, cached_tokens: 3, cache_write_tokens: 2, total_tokens: 14 } }

/** The events on the wire. */
function wire(events: readonly ChatEvent[], thinking = true): { type: string; [member: string]: unknown }[] {
  const format = messageEvents({ id: 'msg_1', model: 'm', told: 40 }, { thinking, requestId: 'r' })
  const text = events.map((event) => format.event(event)).join('')
  return [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, name, data]) => {
    const parsed = JSON.parse(data as string) as { type: string }
    expect(parsed.type).toBe(name)
    return parsed
  })
}

test('text comes in one block, between start and end', () => {
  const events = wire([{ type: 'began' }, { type: 'text', text: 'a' }, { type: 'text', text: 'b' }, { type: 'ended', outcome: { ...outcome, stop: 'END' } }])
  expect(events.map(({ type }) => type)).toEqual(['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop'])
  expect(events[0]).toMatchObject({ message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null } })
  // Readers that check shapes want a list of citations, or none.
  expect(events[2]?.['content_block']).toEqual({ type: 'text', text: '' })
  expect(events[6]).toMatchObject({ delta: { stop_reason: 'stop_sequence', stop_sequence: 'END' }, usage: { input_tokens: 5, output_tokens: 4, cache_read_input_tokens: 3, cache_creation_input_tokens: 2 } })
})

test('reasoning has blocks of its own, which are signed off; indexes count up', () => {
  const events = wire([{ type: 'began' }, { type: 'thinking', text: 'hm' }, { type: 'text', text: 'a' }, { type: 'thinking', text: 'ah' }, { type: 'ended', outcome }])
  expect(events.map(({ type, index, delta }) => [type, index, (delta as { type?: string } | undefined)?.type]).slice(2, -2)).toEqual([
    ['content_block_start', 0, undefined], ['content_block_delta', 0, 'thinking_delta'], ['content_block_delta', 0, 'signature_delta'], ['content_block_stop', 0, undefined],
    ['content_block_start', 1, undefined], ['content_block_delta', 1, 'text_delta'], ['content_block_stop', 1, undefined],
    ['content_block_start', 2, undefined], ['content_block_delta', 2, 'thinking_delta'], ['content_block_delta', 2, 'signature_delta'], ['content_block_stop', 2, undefined],
    ['content_block_start', 3, undefined], ['content_block_stop', 3, undefined],
  ])
})

test('who did not ask for reasoning sees none, and an answer without a word is an empty text', () => {
  const events = wire([{ type: 'began' }, { type: 'thinking', text: 'secret' }, { type: 'ended', outcome }], false)
  expect(JSON.stringify(events)).not.toContain('secret')
  expect(events.map(({ type }) => type)).toEqual(['message_start', 'ping', 'content_block_start', 'content_block_stop', 'message_delta', 'message_stop'])
})

test('a failure is one error event in the shape of an error answer', () => {
  const text = messageEvents({ id: 'msg_1', model: 'm', told: 40 }, { thinking: false, requestId: 'r' }).failure(new ClinvkError('overloaded', 'no slot', { hint: 'Later.' }), 3)
  expect(text).toBe('event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"no slot. Later.","clinvk_code":"overloaded"},"request_id":"r"}\n\n')
})

test('usage that the run did not tell is estimated from the length of the texts', () => {
  expect(wire([{ type: 'began' }, { type: 'ended', outcome: { text: 'eight ch', thinking: '' } }]).at(-2)).toMatchObject({ usage: { input_tokens: 10, output_tokens: 2, cache_read_input_tokens: 0 } })
})
