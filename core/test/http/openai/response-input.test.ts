import { describe, expect, test } from 'vitest'
import { responseInput } from '../../../src/http/openai/response-input.ts'

const gif = Buffer.from('GIF89a and so on').toString('base64')

test('a text is a message of the user', () => {
  expect(responseInput('hi')).toEqual([{ role: 'user', text: 'hi' }])
})

test('all items that the vendor has for a conversation; reasoning is passed over', () => {
  expect(
    responseInput([
      { role: 'developer', content: 'Be brief.' },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'a' }, { type: 'input_image', image_url: `data:image/png;base64,${gif}`, detail: 'auto' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'b', annotations: [] }, { type: 'refusal', refusal: 'no' }] },
      { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: '2' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'sh', input: 'ls' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'file' }] },
      { type: 'item_reference', id: 'msg_2' },
      { id: 'msg_3' },
    ]),
  ).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'a', images: [{ media_type: 'image/gif', data: gif }] },
    { role: 'assistant', text: 'b\nno' },
    { role: 'assistant', text: '[called the tool add with {"a":1}]' },
    { role: 'tool', name: 'c1', text: '2' },
    { role: 'assistant', text: '[called the tool sh with ls]' },
    { role: 'tool', name: 'c2', text: 'file' },
    { reference: 'msg_2', location: 'body.input.8.id' },
    { reference: 'msg_3', location: 'body.input.9.id' },
  ])
})

test('a picture at a URL is named, with its place', () => {
  expect(responseInput([{ role: 'user', content: [{ type: 'input_image', image_url: 'https://a.example/b' }] }])).toEqual([{ role: 'user', text: '', images: [{ url: 'https://a.example/b', location: 'body.input.0.content.0.image_url' }] }])
})

describe('what cannot be said is named with its place', () => {
  test.each([
    [{ role: 'robot', content: 'x' }, 'invalid_request', 'body.input.0.role'],
    [{ role: '__proto__', content: 'x' }, 'invalid_request', 'body.input.0.role'],
    [{ role: 'user', content: 3 }, 'invalid_request', 'body.input.0.content'],
    [{ role: 'user', content: ['x'] }, 'invalid_request', 'body.input.0.content.0'],
    [{ role: 'user', content: [{ type: 'input_text' }] }, 'invalid_request', 'body.input.0.content.0.text'],
    [{ role: 'user', content: [{ type: 'video' }] }, 'invalid_request', 'body.input.0.content.0.type'],
    [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }, 'unsupported', 'body.input.0.content.0.type'],
    [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }, 'unsupported', 'body.input.0.content.0.file_id'],
    [{ type: 'compaction', encrypted_content: 'x' }, 'unsupported', 'body.input.0.type'],
    [{ type: 'item_reference' }, 'invalid_request', 'body.input.0.id'],
  ])('%j', (item, code, location) => {
    expect(() => responseInput([item])).toThrow(expect.objectContaining({ code, details: { location } }))
  })
})
