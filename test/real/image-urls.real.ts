import Anthropic from '@anthropic-ai/sdk'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redPixel } from './case-material.ts'
import { servedStage } from './served-stage.ts'

const pictures = createServer((_request, response) => response.end(Buffer.from(redPixel, 'base64')))
const origin = () => `http://127.0.0.1:${(pictures.address() as AddressInfo).port}`
beforeAll(async () => {
  pictures.listen(0, '127.0.0.1')
  await once(pictures, 'listening')
})
afterAll(() => pictures.close())

describe.each(['claude', 'codex'] as const)('a picture that an SDK names by its URL reaches the model of %s', (model) => {
  const stage = servedStage(model, { env: () => ({ CLINVK_SERVER_IMAGE_URLS: origin() }) })
  const openai = () => new OpenAI({ baseURL: stage.openaiUrl, apiKey: 'none', maxRetries: 0 })
  const text = 'which colour'

  test.each<[string, (url: string) => PromiseLike<unknown>]>([
    ['chat completions', (url) => openai().chat.completions.create({ model, messages: [{ role: 'user', content: [{ type: 'text', text }, { type: 'image_url', image_url: { url } }] }] })],
    ['responses', (url) => openai().responses.create({ model, input: [{ role: 'user', content: [{ type: 'input_text', text }, { type: 'input_image', image_url: url, detail: 'auto' }] }] })],
    ['messages', (url) => new Anthropic({ baseURL: stage.anthropicUrl, apiKey: 'none', maxRetries: 0 }).messages.create({ model, max_tokens: 100, messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url } }, { type: 'text', text }] }] })],
  ])('over %s', async (_surface, ask) => {
    stage.model.script({ text: ['red'] })
    expect(JSON.stringify(await ask(`${origin()}/dot.png`))).toContain('red')
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).toContain(redPixel.slice(0, 40))
    await expect(ask('https://example.com/dot.png')).rejects.toMatchObject({ status: 400 })
  })
})
