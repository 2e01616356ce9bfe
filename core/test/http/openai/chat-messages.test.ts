import { describe, expect, test } from 'vitest'
import { chatMessages } from '../../../src/http/openai/chat-messages.ts'

test('everything that the vendor knows as text', () => {
  const messages = chatMessages([
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', name: 'Ann', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: '2' },
    { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
    { role: 'assistant', content: null, refusal: 'not that', audio: null },
    { role: 'assistant', content: 'Let me see.', tool_calls: [{ id: 'c2', type: 'custom', custom: { name: 'grep', input: 'x*' } }] },
    { role: 'assistant', content: null, function_call: { name: 'add', arguments: '{"a":2}' } },
    { role: 'function', name: 'add', content: '4' },
  ])
  expect(messages).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', name: 'Ann', text: 'a\nb' },
    { role: 'assistant', text: '[called the tool add with {"a":1}]' },
    { role: 'tool', name: 'c1', text: '2' },
    { role: 'assistant', text: 'no' },
    { role: 'assistant', text: 'not that' },
    { role: 'assistant', text: 'Let me see.\n[called the tool grep with x*]' },
    { role: 'assistant', text: '[called the tool add with {"a":2}]' },
    { role: 'tool', name: 'add', text: '4' },
  ])
})

describe('what cannot be said is named with its place', () => {
  test.each([
    [{ role: 'robot', content: 'x' }, 'invalid_request', 'body.messages.0.role'],
    [{ role: 'toString', content: 'x' }, 'invalid_request', 'body.messages.0.role'],
    [{ role: 'user', content: 3 }, 'invalid_request', 'body.messages.0.content'],
    [{ role: 'user', content: [{ type: 'text' }] }, 'invalid_request', 'body.messages.0.content.0.text'],
    [{ role: 'user', content: [{ type: 'video' }] }, 'invalid_request', 'body.messages.0.content.0.type'],
    [{ role: 'user', content: ['x'] }, 'invalid_request', 'body.messages.0.content.0'],
    [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }, 'unsupported', 'body.messages.0.content.0.type'],
    [{ role: 'assistant', content: null, audio: { id: 'audio_1' } }, 'unsupported', 'body.messages.0.audio'],
    [{ role: 'user', content: [{ type: 'image_url' }] }, 'invalid_request', 'body.messages.0.content.0.image_url.url'],
  ])('%j', (message, code, location) => {
    expect(() => chatMessages([message])).toThrow(expect.objectContaining({ code, details: { location } }))
  })
})
