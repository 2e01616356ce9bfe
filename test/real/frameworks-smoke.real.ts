import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatOpenAI } from '@langchain/openai'
import { generateText } from 'ai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { realBackends } from './real-backend.ts'
import { servedStage } from './served-stage.ts'

/** One round of each framework with the backends that frameworks.real.ts, which has all cases, leaves out. */
describe.each(realBackends.filter(({ name }) => name !== 'claude'))('$name', (backend) => {
  const stage = servedStage(backend)
  const { model } = backend
  const [openai, anthropic] = [() => createOpenAI({ baseURL: stage.openaiUrl, apiKey: 'none' }), () => createAnthropic({ baseURL: `${stage.anthropicUrl}/v1`, apiKey: 'none' })]

  test.each<[string, () => Promise<string>]>([
    ['LangChain over chat completions', async () => (await new ChatOpenAI({ model, apiKey: 'none', maxRetries: 0, configuration: { baseURL: stage.openaiUrl } }).invoke('hello')).text],
    ['LangChain over messages', async () => (await new ChatAnthropic({ model, apiKey: 'none', maxRetries: 0, anthropicApiUrl: stage.anthropicUrl }).invoke('hello')).text],
    ['the AI SDK over responses', async () => (await generateText({ model: openai().responses(model), prompt: 'hello', maxRetries: 0 })).text],
    ['the AI SDK over messages', async () => (await generateText({ model: anthropic()(model), prompt: 'hello', maxRetries: 0 })).text],
    [
      'curl',
      async () => {
        const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] })
        const { stdout } = await promisify(execFile)('curl', ['-sS', '--fail-with-body', `${stage.openaiUrl}/chat/completions`, '-H', 'Content-Type: application/json', '-d', body])
        return (JSON.parse(stdout) as { readonly choices: readonly [{ readonly message: { readonly content: string } }] }).choices[0].message.content
      },
    ],
  ])('%s gets its answer', async (_name, ask) => {
    stage.model.script({ text: ['Grüße, 世界 👋'] })
    expect(await ask()).toBe('Grüße, 世界 👋')
    expect(stage.model.requests.at(-1)?.prompt).toContain('hello')
  })
})
