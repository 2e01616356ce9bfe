import { describe, expect, test } from 'vitest'
import { messageParameters } from '../../../src/http/anthropic/message-parameters.ts'
import { treatParameters } from '../../../src/http/compatible/parameters.ts'
import { responseParameters } from '../../../src/http/openai/response-parameters.ts'
import { chatParameters } from '../../../src/http/openai/chat-parameters.ts'

test('what is taken without effect is named, and what is null counts as absent', () => {
  expect(treatParameters({ model: 'm', messages: [], temperature: 1, seed: null, max_tokens: 5 }, chatParameters)).toEqual(['temperature', 'max_tokens'])
})

test('so are members of what is honoured, wherever they stand in a conversation', () => {
  const picture = (detail: string) => ({ type: 'image_url', image_url: { url: 'data:', detail } })
  expect(treatParameters({ messages: [{ role: 'user', content: [picture('high')] }], stream_options: { include_usage: true, include_obfuscation: true } }, chatParameters)).toEqual(['messages.detail', 'stream_options.include_obfuscation'])
  expect(treatParameters({ messages: [{ role: 'user', content: [picture('auto'), { type: 'text', text: 'detail' }] }], stream_options: { include_obfuscation: false } }, chatParameters)).toEqual([])
  expect(treatParameters({ input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'data:', detail: 'low' }] }], text: { verbosity: 'low' } }, responseParameters)).toEqual(['input.detail', 'text.verbosity'])
  const cached = { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }
  const messages = [{ role: 'user', content: [{ type: 'tool_result', content: [cached] }, { type: 'tool_use', input: { transformations: 1 } }] }]
  expect(treatParameters({ messages, system: [cached], thinking: { type: 'enabled', budget_tokens: 1024 }, output_config: { task_budget: {} } }, messageParameters)).toEqual(['messages.cache_control', 'system.cache_control', 'thinking.budget_tokens', 'output_config.task_budget'])
})

test('what the newest client of the vendor in Python sends is known', () => {
  expect(treatParameters({ access_programs: {}, background_options: {}, image: {}, reasoning: { context: 'auto', mode: 'pro' } }, responseParameters)).toEqual(['access_programs', 'background_options', 'image', 'reasoning.mode'])
})

test('of what may be passed over, some values may not', () => {
  expect(treatParameters({ include: ['reasoning.encrypted_content'] }, responseParameters)).toEqual(['include'])
  expect(() => treatParameters({ include: ['message.output_text.logprobs'] }, responseParameters)).toThrow(expect.objectContaining({ code: 'unsupported', details: { location: 'body.include' } }))
})

describe('what changes the meaning is refused', () => {
  test.each([{ n: 2 }, { logprobs: true }, { top_logprobs: 3 }, { logit_bias: { 50: 1 } }, { tools: [{}] }, { tool_choice: 'required' }, { modalities: ['text', 'audio'] }, { audio: {} }, { web_search_options: {} }])('%j', (body) => {
    const name = Object.keys(body)[0] as string
    expect(() => treatParameters(body, chatParameters)).toThrow(expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(`${name} is not supported`) as string }))
  })

  test.each([{ n: 1 }, { logprobs: false }, { logit_bias: {} }, { tools: [] }, { functions: [] }, { tool_choice: 'none' }, { modalities: ['text'] }])('but %j asks for nothing', (body) => {
    expect(treatParameters(body, chatParameters)).toEqual([])
  })
})
