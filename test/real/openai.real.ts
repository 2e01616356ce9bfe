import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answerSchema, redPixel, structuredReplies } from './case-material.ts'
import { realBackends } from './real-backend.ts'
import { servedStage } from './served-stage.ts'

describe.each(realBackends)("OpenAI's SDK and $name", (backend) => {
  const stage = servedStage(backend)
  let client: OpenAI
  beforeAll(() => {
    client = new OpenAI({ baseURL: stage.openaiUrl, apiKey: 'none', maxRetries: 0 })
  })

  const model = backend.name

  test('an answer, with usage, and what had no effect is named', async () => {
    stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
    const { data, response } = await client.chat.completions.create({ model: backend.model, messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'two and two' }], temperature: 0, max_completion_tokens: 5 }).withResponse()
    expect(data).toMatchObject({ object: 'chat.completion', model: backend.model, choices: [{ index: 0, message: { role: 'assistant', content: 'four' }, finish_reason: 'stop' }] })
    expect(data.usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 7, total_tokens: 107, prompt_tokens_details: { cached_tokens: 30 } })
    expect(response.headers.get('x-clinvk-ignored')).toBe('temperature, max_completion_tokens')
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(stage.model.requests.at(-1)?.prompt).toContain('two and two')
  })

  test('a stream, in pieces as far as the CLI tells, with the usage last', async () => {
    stage.model.script({ text: ['Grüße, ', '世界 ', '👋'], delay_ms: 50 })
    const stream = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }], stream: true, stream_options: { include_usage: true } })
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Grüße, 世界 👋')
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) as number } })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    if (backend.name !== 'codex') expect(chunks.filter(({ choices }) => (choices[0]?.delta.content ?? '') !== '').length).toBeGreaterThan(1)
  })

  test('many turns reach the model as one transcript', async () => {
    stage.model.script({ text: ['ok'] })
    await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'my name is Ann' }, { role: 'assistant', content: 'Hello Ann' }, { role: 'user', content: [{ type: 'text', text: 'what is my name?' }] }] })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"user","content":"my name is Ann"}\n{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}')
  })

  test('a stop sequence cuts the text', async () => {
    stage.model.script({ text: ['one ', 'two ', 'END', ' three'] })
    const { choices } = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'count' }], stop: ['END'] })
    expect(choices[0]).toMatchObject({ message: { content: 'one two ' }, finish_reason: 'stop' })
  })

  test('structured output fits its schema', async () => {
    stage.model.script(structuredReplies(backend))
    const { choices } = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'the answer' }], response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: answerSchema, strict: true } } })
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ answer: 42 })
  })

  test("structured output by the SDK's own helper fits, and is read", async () => {
    stage.model.script(structuredReplies(backend))
    const { choices } = await client.chat.completions.parse({ model, messages: [{ role: 'user', content: 'the answer' }], response_format: zodResponseFormat(z.object({ answer: z.number() }), 'answer') })
    expect(choices[0]?.message.parsed).toEqual({ answer: 42 })
  })

  test('structured output may name another draft, and have words that the CLI does not know', async () => {
    stage.model.script(structuredReplies(backend))
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...answerSchema, dependentRequired: {}, 'x-order': ['answer'] }
    const { choices } = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'the answer' }], response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } })
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ answer: 42 })
  })

  test('a picture reaches the model, or is refused', async () => {
    stage.model.script({ text: ['red'] })
    const asked = client.chat.completions.create({ model, messages: [{ role: 'user', content: [{ type: 'text', text: 'which colour' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${redPixel}` } }] }] })
    if (backend.name === 'gemini') return expect(asked).rejects.toThrow(OpenAI.BadRequestError)
    expect((await asked).choices[0]?.message.content).toBe('red')
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).toContain(redPixel.slice(0, 40))
  })

  test('a client that aborts in mid-stream ends the run', async () => {
    stage.model.script({ text: ['a', 'b', 'c'], delay_ms: 300, hang: 'stream' })
    const stream = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }], stream: true })
    setTimeout(() => stream.controller.abort(), 2500)
    for await (const _chunk of stream) continue // until it is aborted
    await expect.poll(() => stage.sandbox.runs(), { timeout: 15_000 }).toEqual([])
  })

  test('a conversation that is kept goes on in its session', async () => {
    stage.model.script({ text: ['Hello Ann'] })
    const first = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'my name is Ann' }] }, { headers: { 'X-Clinvk-Session': 'new' } }).withResponse()
    const session = first.response.headers.get('x-clinvk-session') ?? ''
    expect(session).toMatch(/^[0-9a-f]{32}$/)
    stage.model.script({ text: ['Ann'] })
    const next = await client.chat.completions
      .create({ model, stream: true, messages: [{ role: 'user', content: 'my name is Ann' }, { role: 'assistant', content: 'Hello Ann' }, { role: 'user', content: 'what is my name?' }] }, { headers: { 'X-Clinvk-Session': session } })
      .withResponse()
    for await (const _chunk of next.data) continue
    expect(next.response.headers.get('x-clinvk-session')).toBe(session)
    const asked = JSON.stringify(stage.model.requests.at(-1)?.body)
    expect(asked.match(/my name is Ann/g)).toHaveLength(1)
    expect(asked).not.toContain('\\"role\\"')
  })

  test.each([
    [401, OpenAI.InternalServerError, 'backend_unauthenticated'],
    [429, OpenAI.RateLimitError, 'rate_limit_exceeded'],
    [500, OpenAI.InternalServerError, 'backend_error'],
  ])("a failure of the model's service with %d raises the SDK's own error", async (status, kind, code) => {
    stage.model.script({ error: { status, message: 'no', headers: { 'retry-after': '7' } } })
    const error: unknown = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'hello' }] }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ code })
  })
})
