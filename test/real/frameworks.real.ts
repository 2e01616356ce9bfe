import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { ChatAnthropic } from '@langchain/anthropic'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { ChatOpenAI } from '@langchain/openai'
import { generateText, type LanguageModel, type ModelMessage, streamText } from 'ai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { servedStage } from './served-stage.ts'

const model = 'claude'
const pieces = ['Grüße, ', '世界 ', '👋']

// Said once for each model id that it does not know.
;(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false

const stage = servedStage(model)

const lastPrompt = () => stage.model.requests.at(-1)?.prompt

describe.each<[string, () => BaseChatModel]>([
  ['chat completions', () => new ChatOpenAI({ model, apiKey: 'none', maxRetries: 0, configuration: { baseURL: stage.openaiUrl } })],
  ['responses', () => new ChatOpenAI({ model, apiKey: 'none', maxRetries: 0, useResponsesApi: true, configuration: { baseURL: stage.openaiUrl } })],
  ['messages', () => new ChatAnthropic({ model, apiKey: 'none', maxRetries: 0, anthropicApiUrl: stage.anthropicUrl })],
])('LangChain over %s', (_name, open) => {
  test('an answer, and a conversation', async () => {
    stage.model.script({ text: ['Ann'], usage: { input: 100, output: 7 } })
    const answer = await open().invoke([['system', 'Be brief.'], ['human', 'my name is Ann'], ['ai', 'Hello Ann'], ['human', 'my name?']])
    expect(answer.text).toBe('Ann')
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 100, output_tokens: 7 })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(lastPrompt()).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"my name?"}')
  })

  test('a stream', async () => {
    stage.model.script({ text: pieces, delay_ms: 50 })
    const texts: string[] = []
    for await (const chunk of await open().stream('hello')) if (chunk.text !== '') texts.push(chunk.text)
    expect(texts.join('')).toBe(pieces.join(''))
    expect(texts.length).toBeGreaterThan(1)
  })
})

describe.each<[string, () => LanguageModel]>([
  ['chat completions', () => createOpenAI({ baseURL: stage.openaiUrl, apiKey: 'none' }).chat(model)],
  ['responses', () => createOpenAI({ baseURL: stage.openaiUrl, apiKey: 'none' }).responses(model)],
  ['messages', () => createAnthropic({ baseURL: `${stage.anthropicUrl}/v1`, apiKey: 'none' })(model)],
])('the AI SDK over %s', (_name, open) => {
  test('an answer, and a conversation made of what it gives back', async () => {
    stage.model.script({ text: ['Hello Ann'], usage: { input: 100, output: 7 } })
    const asked: ModelMessage[] = [{ role: 'user', content: 'my name is Ann' }]
    const first = await generateText({ model: open(), system: 'Be brief.', messages: asked, maxRetries: 0 })
    expect(first.text).toBe('Hello Ann')
    expect(first.usage).toMatchObject({ inputTokens: 100, outputTokens: 7 })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    stage.model.script({ text: ['Ann'] })
    const second = await generateText({ model: open(), messages: [...asked, ...first.response.messages, { role: 'user', content: 'my name?' }], maxRetries: 0 })
    expect(second.text).toBe('Ann')
    expect(lastPrompt()).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"my name?"}')
  })

  test('a stream', async () => {
    stage.model.script({ text: pieces, delay_ms: 50 })
    const texts: string[] = []
    const stream = streamText({ model: open(), prompt: 'hello', maxRetries: 0 })
    for await (const text of stream.textStream) texts.push(text)
    expect(texts.join('')).toBe(pieces.join(''))
    expect(texts.length).toBeGreaterThan(1)
    expect(await stream.finishReason).toBe('stop')
  })
})

describe('curl', () => {
  const curl = async (path: string, body: object) => {
    const { stdout } = await promisify(execFile)('curl', ['-sSN', '-H', 'Content-Type: application/json', '-H', 'anthropic-version: 2023-06-01', '-d', JSON.stringify(body), stage.server.url + path])
    return stdout
  }

  test.each([
    ['/openai/v1/chat/completions', { model, messages: [{ role: 'user', content: 'hello' }], stream: true }, 'data: [DONE]\n\n'],
    ['/openai/v1/responses', { model, input: 'hello', stream: true }, 'event: response.completed\n'],
    ['/anthropic/v1/messages', { model, max_tokens: 5, messages: [{ role: 'user', content: 'hello' }], stream: true }, 'event: message_stop\n'],
  ])('%s', async (path, body, end) => {
    stage.model.script({ text: ['hi'] })
    const stream = await curl(path, body)
    expect(stream).toContain('"hi"')
    expect(stream).toContain(end)
  })
})
