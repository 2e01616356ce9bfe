import OpenAI from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { answerSchema, structuredReplies } from './case-material.ts'
import { realBackends } from './real-backend.ts'
import { servedStage } from './served-stage.ts'

describe.each(realBackends)("the Responses API of OpenAI's SDK and $name", (backend) => {
  const stage = servedStage(backend)
  let client: OpenAI
  beforeAll(() => {
    client = new OpenAI({ baseURL: stage.openaiUrl, apiKey: 'none', maxRetries: 0 })
  })

  const model = backend.name

  test('an answer is kept, fetched, and deleted', async () => {
    stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
    const { data, response } = await client.responses.create({ model: backend.model, instructions: 'Be brief.', input: 'two and two', temperature: 0, metadata: { place: 'here' } }).withResponse()
    expect(data).toMatchObject({ object: 'response', status: 'completed', model: backend.model, output_text: 'four', store: true, usage: { input_tokens: 100, output_tokens: 7, total_tokens: 107, input_tokens_details: { cached_tokens: 30 } } })
    expect(response.headers.get('x-clinvk-ignored')).toBe('temperature')
    expect(data.id).toBe(`resp_${response.headers.get('x-clinvk-session')}00000001`)
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(stage.model.requests.at(-1)?.prompt).toContain('two and two')
    const fetched = await client.responses.retrieve(data.id)
    expect(fetched).toMatchObject({ id: data.id, status: 'completed', output: data.output, metadata: { place: 'here' }, usage: data.usage })
    await client.responses.delete(data.id)
    await expect(client.responses.retrieve(data.id)).rejects.toThrow(OpenAI.NotFoundError)
    await expect(client.responses.create({ model, input: 'and now?', previous_response_id: data.id })).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found', param: 'previous_response_id' })
  })

  test("a stream has the vendor's events, and the SDK puts them together", async () => {
    stage.model.script({ text: ['Grüße, ', '世界 ', '👋'], delay_ms: 50 })
    const types: string[] = []
    const numbers: number[] = []
    const stream = client.responses.stream({ model, input: [{ role: 'user', content: [{ type: 'input_text', text: 'hello' }] }] })
    for await (const event of stream) {
      types.push(event.type)
      numbers.push(event.sequence_number)
    }
    expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
      'response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added', 'response.output_text.delta',
      'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed',
    ])
    expect(numbers).toEqual(numbers.map((_number, index) => index))
    const whole = await stream.finalResponse()
    expect(whole).toMatchObject({ status: 'completed', output: [{ content: [{ text: 'Grüße, 世界 👋' }] }] })
    expect((await client.responses.retrieve(whole.id)).output).toMatchObject([{ id: whole.output[0]?.id, content: [{ text: 'Grüße, 世界 👋' }] }])
  })

  test('a conversation goes on after its newest response, and branches after an earlier one', async () => {
    stage.model.script({ text: ['Hello Ann'] })
    const first = await client.responses.create({ model, input: 'my name is Ann' })
    stage.model.script({ text: ['Ann'] })
    const second = await client.responses.create({ model, input: 'what is my name?', previous_response_id: first.id })
    expect(second).toMatchObject({ output_text: 'Ann', previous_response_id: first.id })
    expect(second.id.slice(0, -8)).toBe(first.id.slice(0, -8))
    const asked = JSON.stringify(stage.model.requests.at(-1)?.body)
    expect(asked.match(/my name is Ann/g)).toHaveLength(1)
    expect(asked).not.toContain('\\"role\\"')
    await expect(client.responses.delete(first.id)).rejects.toThrow(OpenAI.BadRequestError)
    stage.model.script({ text: ['Annie'] })
    const branch = await client.responses.create({ model, input: 'and my nickname?', previous_response_id: first.id })
    expect(branch.id.slice(0, -8)).not.toBe(first.id.slice(0, -8))
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"user","content":"my name is Ann"}\n{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"and my nickname?"}')
    expect(stage.model.requests.at(-1)?.prompt).not.toContain('what is my name?')
    stage.model.script({ text: ['A.'] })
    await client.responses.create({ model, input: [{ role: 'user', content: 'my name is Ann' }, { type: 'item_reference', id: first.output.at(-1)?.id ?? '' }, { role: 'user', content: 'initial?' }], store: false })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"initial?"}')
  })

  test('what is not to be kept is not', async () => {
    stage.model.script({ text: ['gone'] })
    const { data, response } = await client.responses.create({ model, input: 'hello', store: false }).withResponse()
    expect(data).toMatchObject({ output_text: 'gone', store: false })
    expect(response.headers.get('x-clinvk-session')).toBeNull()
    await expect(client.responses.retrieve(data.id)).rejects.toThrow(OpenAI.NotFoundError)
  })

  test('structured output fits its schema', async () => {
    stage.model.script(structuredReplies(backend))
    const { output_text } = await client.responses.create({ model, input: 'the answer', text: { format: { type: 'json_schema', name: 'answer', schema: answerSchema, strict: true } } })
    expect(JSON.parse(output_text)).toEqual({ answer: 42 })
  })

  test('effort reaches the model, or is named as ignored', async () => {
    stage.model.script({ text: ['ok'] })
    const { data, response } = await client.responses.create({ model: backend.name === 'claude' ? 'claude-opus-5-5' : backend.model, input: 'hello', reasoning: { effort: 'low' } }).withResponse()
    if (backend.name === 'gemini') return expect(response.headers.get('x-clinvk-ignored')).toBe('reasoning.effort')
    expect(response.headers.get('x-clinvk-ignored')).toBeNull()
    expect(data.reasoning?.effort).toBe('low')
    expect(stage.model.requests.at(-1)?.body).toMatchObject(backend.name === 'claude' ? { output_config: { effort: 'low' } } : { reasoning: { effort: 'low' } })
  })

  test('reasoning comes as a summary, where it is asked for and the CLI shows it', async () => {
    stage.model.script({ thinking: 'because two and two', text: ['four'] })
    const { output } = await client.responses.create({ model, input: 'hello', reasoning: { summary: 'auto' } })
    const shown = output.find(({ type }) => type === 'reasoning')
    if (shown !== undefined) expect(shown).toMatchObject({ summary: [{ type: 'summary_text', text: expect.stringContaining('because') as string }] })
    expect(output.at(-1)).toMatchObject({ type: 'message', content: [{ text: 'four' }] })
  })

  test("a failure of the model's service is the SDK's own error, or the end of the stream", async () => {
    stage.model.script({ error: { status: 429, message: 'no', headers: { 'retry-after': '7' } } })
    const error: unknown = await client.responses.create({ model, input: 'hello' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    stage.model.script({ error: { status: 500, message: 'no' } })
    const last = await (async () => {
      let event: OpenAI.Responses.ResponseStreamEvent | undefined
      for await (const next of await client.responses.create({ model, input: 'hello', stream: true })) event = next
      return event
    })().catch((thrown: unknown) => thrown)
    if (last instanceof OpenAI.APIError) expect(last).toMatchObject({ code: 'backend_error' })
    else expect(last).toMatchObject({ type: 'response.failed', response: { status: 'failed', error: { code: 'server_error', clinvk_code: 'backend_error' } } })
  })
})
