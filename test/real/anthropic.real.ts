import Anthropic from '@anthropic-ai/sdk'
import { beforeAll, describe, expect, test } from 'vitest'
import { answerSchema, redPixel, structuredReplies } from './case-material.ts'
import { realBackends } from './real-backend.ts'
import { servedStage } from './served-stage.ts'

describe.each(realBackends)("Anthropic's SDK and $name", (backend) => {
  const stage = servedStage(backend)
  let client: Anthropic
  beforeAll(() => {
    client = new Anthropic({ baseURL: stage.anthropicUrl, apiKey: 'none', maxRetries: 0 })
  })

  const asked = { model: backend.model, max_tokens: 100 }
  const hello = [{ role: 'user', content: 'hello' }] satisfies Anthropic.MessageParam[]

  test('an answer, with usage, and what had no effect is named', async () => {
    stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
    const { data, response } = await client.messages.create({ ...asked, system: [{ type: 'text', text: 'Be brief.' }], messages: [{ role: 'user', content: 'two and two' }], temperature: 0 } as Anthropic.MessageCreateParamsNonStreaming).withResponse()
    expect(data).toMatchObject({ type: 'message', role: 'assistant', model: backend.model, content: [{ type: 'text', text: 'four' }], stop_reason: 'end_turn', stop_sequence: null })
    expect(data.usage).toMatchObject({ input_tokens: 70, output_tokens: 7, cache_read_input_tokens: 30 })
    expect(response.headers.get('x-clinvk-ignored')).toBe('max_tokens, temperature')
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(stage.model.requests.at(-1)?.prompt).toContain('two and two')
  })

  test('a stream in the order of the vendor, in pieces as far as the CLI tells', async () => {
    stage.model.script({ text: ['Grüße, ', '世界 ', '👋'], delay_ms: 50 })
    const stream = client.messages.stream({ ...asked, messages: hello })
    const types: string[] = []
    for await (const event of stream) types.push(event.type)
    const message = await stream.finalMessage()
    expect(message.content).toMatchObject([{ type: 'text', text: 'Grüße, 世界 👋' }])
    expect(message.usage.output_tokens).toBeGreaterThan(0)
    expect(types.filter((type, index) => type !== types[index - 1])).toEqual(['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop'])
    if (backend.name !== 'codex') expect(types.filter((type) => type === 'content_block_delta').length).toBeGreaterThan(1)
  })

  test('many turns reach the model as one transcript', async () => {
    stage.model.script({ text: ['ok'] })
    await client.messages.create({ ...asked, messages: [{ role: 'user', content: 'my name is Ann' }, { role: 'assistant', content: [{ type: 'text', text: 'Hello Ann' }] }, { role: 'user', content: 'what is my name?' }] })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"user","content":"my name is Ann"}\n{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}')
  })

  test('a stop sequence cuts the text', async () => {
    stage.model.script({ text: ['one ', 'two ', 'END', ' three'] })
    const message = await client.messages.create({ ...asked, messages: hello, stop_sequences: ['END'] })
    expect(message).toMatchObject({ content: [{ text: 'one two ' }], stop_reason: 'stop_sequence', stop_sequence: 'END' })
  })

  test('structured output fits its schema', async () => {
    stage.model.script(structuredReplies(backend))
    const message = await client.messages.create({ ...asked, messages: hello, output_config: { format: { type: 'json_schema', schema: answerSchema } } })
    expect(JSON.parse((message.content[0] as Anthropic.TextBlock).text)).toEqual({ answer: 42 })
  })

  test('a picture reaches the model, or is refused', async () => {
    stage.model.script({ text: ['red'] })
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: redPixel } } as const
    const answer = client.messages.create({ ...asked, messages: [{ role: 'user', content: [image, { type: 'text', text: 'which colour' }] }] })
    if (backend.name === 'gemini') return expect(answer).rejects.toThrow(Anthropic.BadRequestError)
    expect((await answer).content).toMatchObject([{ text: 'red' }])
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).toContain(redPixel.slice(0, 40))
  })

  test('reasoning is shown to those who ask for it', async () => {
    stage.model.script({ thinking: 'Let me see.', text: ['Yes.'] })
    const plain = await client.messages.create({ ...asked, messages: hello })
    expect(plain.content.map(({ type }) => type)).toEqual(['text'])
    const stream = client.messages.stream({ ...asked, messages: hello, thinking: { type: 'enabled', budget_tokens: 1024 } })
    const { content } = await stream.finalMessage()
    expect(content.at(-1)).toMatchObject({ type: 'text', text: 'Yes.' })
    if (backend.name !== 'gemini') expect(content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringContaining('Let me see.') as string })
  })

  test('a client that aborts in mid-stream ends the run', async () => {
    stage.model.script({ text: ['a', 'b', 'c'], delay_ms: 300, hang: 'stream' })
    const stream = await client.messages.create({ ...asked, messages: hello, stream: true })
    setTimeout(() => stream.controller.abort(), 2500)
    for await (const _event of stream) continue // until it is aborted
    await expect.poll(() => stage.sandbox.runs(), { timeout: 15_000 }).toEqual([])
  })

  test('models are listed in the way of the vendor, page by page', async () => {
    const ids: string[] = []
    for await (const model of client.models.list({ limit: 3 })) ids.push(model.id)
    expect(ids).toContain(backend.name)
    expect(new Set(ids).size).toBe(ids.length)
    expect(await client.models.retrieve(backend.name)).toMatchObject({ type: 'model', id: backend.name })
    await expect(client.models.retrieve('nobody')).rejects.toThrow(Anthropic.NotFoundError)
  })

  test.each([
    [401, Anthropic.InternalServerError, 'api_error'],
    [429, Anthropic.RateLimitError, 'rate_limit_error'],
    [500, Anthropic.InternalServerError, 'api_error'],
  ])("a failure of the model's service with %d raises the SDK's own error", async (status, kind, type) => {
    stage.model.script({ error: { status, message: 'no', headers: { 'retry-after': '7' } } })
    const error: unknown = await client.messages.create({ ...asked, messages: hello }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ error: { type: 'error', error: { type } } })
  })
})
