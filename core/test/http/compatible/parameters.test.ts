import { describe, expect, test } from 'vitest'
import { treatParameters } from '../../../src/http/compatible/parameters.ts'
import { responseParameters } from '../../../src/http/openai/response-parameters.ts'
import { chatParameters } from '../../../src/http/openai/chat-parameters.ts'

test('what is taken without effect is named, and what is null counts as absent', () => {
  expect(treatParameters({ model: 'm', messages: [], temperature: 1, seed: null, max_tokens: 5 }, chatParameters)).toEqual(['temperature', 'max_tokens'])
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
