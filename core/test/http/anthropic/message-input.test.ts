import { describe, expect, test } from 'vitest'
import { conversation } from '../../../src/http/anthropic/message-input.ts'

const gif = Buffer.from('GIF89a and so on').toString('base64')

test('everything that the vendor knows as text; reasoning of earlier turns is passed over', () => {
  const messages = conversation(
    [
      { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: gif } }] },
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: '' }, { type: 'text', text: 'b' }, { type: 'tool_use', id: 't1', name: 'add', input: { a: 1 } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: '2' }] }, { type: 'text', text: 'and?' }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't2', content: 'only this' }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't3', is_error: true, content: [{ type: 'text', text: 'no such file' }, { type: 'image', source: { type: 'base64', media_type: 'image/gif', data: gif } }] }] },
      { role: 'user', content: [{ type: 'document', title: 'Minutes', context: 'Taken by Ann.', citations: { enabled: false }, source: { type: 'text', media_type: 'text/plain', data: 'text of them' } }] },
      { role: 'user', content: [{ type: 'document', title: 'Notes', source: { type: 'text', media_type: 'text/plain', data: 'text of it' } }] },
    ],
    [{ type: 'text', text: 'Be brief.' }, { type: 'text', text: 'Be kind.' }],
  )
  expect(messages).toEqual([
    { role: 'system', text: 'Be brief.\nBe kind.' },
    { role: 'user', text: 'a', images: [{ media_type: 'image/gif', data: gif }] },
    { role: 'assistant', text: 'b\n[called the tool add with {"a":1}]' },
    { role: 'tool', name: 't1', text: '2' },
    { role: 'user', text: 'and?' },
    { role: 'tool', name: 't2', text: 'only this' },
    { role: 'tool', name: 't3', failed: true, text: 'no such file', images: [{ media_type: 'image/gif', data: gif }] },
    { role: 'user', text: 'Minutes\nTaken by Ann.\ntext of them' },
    { role: 'user', text: 'Notes\ntext of it' },
  ])
})

test('a picture at a URL is named, with its place', () => {
  expect(conversation([{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'https://a.example/b' } }] }], undefined)).toEqual([{ role: 'user', text: '', images: [{ url: 'https://a.example/b', location: 'body.messages.0.content.0.source.url' }] }])
})

describe('what cannot be said is named with its place', () => {
  test.each([
    [{ role: 'robot', content: 'x' }, 'invalid_request', 'body.messages.0.role'],
    [{ role: 'user', content: 3 }, 'invalid_request', 'body.messages.0.content'],
    [{ role: 'user', content: [{ type: 'text' }] }, 'invalid_request', 'body.messages.0.content.0.text'],
    [{ role: 'user', content: [{ type: 'video' }] }, 'invalid_request', 'body.messages.0.content.0.type'],
    [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }, 'unsupported', 'body.messages.0.content.0.source'],
    [{ role: 'user', content: [{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: '' } }] }, 'unsupported', 'body.messages.0.content.0.source'],
    [{ role: 'user', content: [{ type: 'document', citations: { enabled: true }, source: { type: 'text', media_type: 'text/plain', data: 'x' } }] }, 'unsupported', 'body.messages.0.content.0.citations'],
  ])('%j', (message, code, location) => {
    expect(() => conversation([message], undefined)).toThrow(expect.objectContaining({ code, details: { location } }))
  })
})

test('a system prompt of anything but text is refused', () => {
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/gif', data: gif } }
  expect(() => conversation([{ role: 'user', content: 'hi' }], [{ type: 'text', text: 'a' }, image])).toThrow(expect.objectContaining({ code: 'invalid_request', details: { location: 'body.system.1.type' } }))
})
