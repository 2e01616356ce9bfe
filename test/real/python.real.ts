import { describe, expect, test } from 'vitest'
import { redPixel, structuredReplies } from './case-material.ts'
import { withoutPython } from './python-clients.ts'
import { pythonOn } from './python-on-stage.ts'
import { realBackends } from './real-backend.ts'
import { servedStage } from './served-stage.ts'

const missing = withoutPython()
if (missing !== undefined) process.stdout.write(`the clients in Python are not tested: ${missing}\n`)

const conversation = [{ role: 'user', content: 'my name is Ann' }, { role: 'assistant', content: 'Hello Ann' }, { role: 'user', content: 'what is my name?' }]
const transcript = '{"role":"user","content":"my name is Ann"}\n{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}'
const hello = [{ role: 'user', content: 'hello' }]
const pieces = ['Grüße, ', '世界 ', '👋']
const whole = pieces.join('')

describe.skipIf(missing !== undefined).each(realBackends)('clients in Python and $name', (backend) => {
  const stage = servedStage(backend)
  const openai = pythonOn(stage, 'openai_cases.py')
  const anthropic = pythonOn(stage, 'anthropic_cases.py')
  const langchain = pythonOn(stage, 'langchain_cases.py')
  const { model } = backend
  // What is the same whichever CLI answers is tried with one of them.
  const full = backend.name === 'claude'
  const last = () => stage.model.requests.at(-1)

  describe('openai', () => {
    test('an answer with its usage, and the system prompt', async () => {
      stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
      const answer = await openai.value('create', { model, messages: [{ role: 'developer', content: 'Be brief.' }, { role: 'user', content: 'two and two' }] })
      expect(answer).toMatchObject({ object: 'chat.completion', model, choices: [{ message: { role: 'assistant', content: 'four' }, finish_reason: 'stop' }], usage: { prompt_tokens: 100, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 30 } } })
      expect(last()?.system).toContain('Be brief.')
      expect(last()?.prompt).toContain('two and two')
    })

    test('a stream', async () => {
      stage.model.script({ text: pieces, delay_ms: 50 })
      const chunks = await openai.value('stream', { model, messages: hello, stream_options: { include_usage: true } })
      expect(chunks.map(({ choices }: any) => choices[0]?.delta.content ?? '').join('')).toBe(whole)
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } })
    })

    test('a response, and a stream of one', async () => {
      stage.model.script({ text: pieces, delay_ms: 50 })
      expect(await openai.value('respond', { model, input: 'hello', instructions: 'Be brief.' })).toMatchObject({ object: 'response', status: 'completed', output_text: whole })
      const { types, output_text } = await openai.value('respond_stream', { model, input: 'hello' })
      expect([output_text, types[0], types.at(-1)]).toEqual([whole, 'response.created', 'response.completed'])
      stage.model.script({ thinking: 'Let me see.', text: pieces })
      expect((await openai.value('respond_raw', { model, input: 'hello', reasoning: { summary: 'auto' } })).at(-1)).toBe('response.completed')
    })
  })

  describe('anthropic', () => {
    test('an answer with its usage, and the system prompt', async () => {
      stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
      const answer = await anthropic.value('create', { model, system: 'Be brief.', messages: [{ role: 'user', content: 'two and two' }] })
      expect(answer).toMatchObject({ type: 'message', model, content: [{ type: 'text', text: 'four' }], stop_reason: 'end_turn', usage: { input_tokens: 70, output_tokens: 7, cache_read_input_tokens: 30 } })
      expect(last()?.system).toContain('Be brief.')
      expect(last()?.prompt).toContain('two and two')
    })

    test('a stream', async () => {
      stage.model.script({ text: pieces, delay_ms: 50 })
      const { types, message } = await anthropic.value('stream', { model, messages: hello })
      expect(message.content).toMatchObject([{ type: 'text', text: whole }])
      expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop'])
      stage.model.script({ thinking: 'Let me see.', text: pieces })
      expect((await anthropic.value('stream_raw', { model, messages: hello, thinking: { type: 'adaptive' } })).at(-1)).toBe('message_stop')
    })
  })

  describe.each(['chat', 'responses', 'messages'])('LangChain over %s', (over) => {
    test('an answer, and a stream', async () => {
      stage.model.script({ text: pieces, delay_ms: 50, usage: { input: 100, output: 7 } })
      expect(await langchain.value('create', { over, model, messages: [['system', 'Be brief.'], ['human', 'hello']] })).toMatchObject({ text: whole, usage: { input_tokens: 100, output_tokens: 7 } })
      expect(last()?.system).toContain('Be brief.')
      expect((await langchain.value('stream', { over, model, messages: [['human', 'hello']] })).join('')).toBe(whole)
    })

    if (!full) return
    test('many turns, structured output, and one who goes', async () => {
      stage.model.script({ text: ['Ann'] })
      await langchain.value('create', { over, model, messages: conversation })
      expect(last()?.prompt).toContain(transcript)
      stage.model.script(structuredReplies(backend))
      expect(await langchain.value('parse', { over, model, messages: [['human', 'the answer']] })).toEqual({ answer: 42 })
      stage.model.script({ text: ['a'], hang: 'stream' })
      expect(await langchain.value('leave', { over, model, messages: [['human', 'hello']] })).toBe('a')
      await expect.poll(() => stage.sandbox.runs(), { timeout: 15_000 }).toEqual([])
    })
  })

  if (!full) return
  describe.each<[string, typeof openai]>([['openai', openai], ['anthropic', anthropic]])('%s, the other cases:', (vendor, client) => {
    test('many turns reach the model as one transcript', async () => {
      stage.model.script({ text: ['Ann'] })
      await client.value('create', { model, messages: conversation })
      expect(last()?.prompt).toContain(transcript)
    })

    test('structured output is read into the class that was asked for', async () => {
      stage.model.script(structuredReplies(backend))
      expect(await client.value('parse', { model, messages: [{ role: 'user', content: 'the answer' }] })).toEqual({ answer: 42 })
    })

    test('a picture reaches the model', async () => {
      stage.model.script({ text: ['red'] })
      const picture = vendor === 'openai' ? { type: 'image_url', image_url: { url: `data:image/png;base64,${redPixel}` } } : { type: 'image', source: { type: 'base64', media_type: 'image/png', data: redPixel } }
      await client.value('create', { model, messages: [{ role: 'user', content: [picture, { type: 'text', text: 'which colour' }] }] })
      expect(JSON.stringify(last()?.body)).toContain(redPixel.slice(0, 40))
    })

    test('one who goes in mid-stream ends the run', async () => {
      stage.model.script({ text: ['a', 'b'], hang: 'stream' })
      expect(await client.value('leave', { model, messages: hello })).toMatch(/^ab?$/)
      await expect.poll(() => stage.sandbox.runs(), { timeout: 15_000 }).toEqual([])
    })

    test('models are listed and fetched', async () => {
      expect(await client.value('models', {})).toContain(backend.name)
      expect(await client.value('model', { name: backend.name })).toMatchObject({ id: backend.name })
      expect((await client.ask('model', { name: 'nobody' })).error).toMatchObject({ classes: expect.arrayContaining(['NotFoundError']), status: 404 })
    })
  })

  test('tokens are counted, by an estimate', async () => {
    expect(await anthropic.value('count', { model, messages: hello })).toBeGreaterThan(0)
  })
})
