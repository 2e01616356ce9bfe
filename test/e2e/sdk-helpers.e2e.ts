import { readFileSync } from 'node:fs'
import Anthropic from '@anthropic-ai/sdk'
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import OpenAI from 'openai'
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
let openai: OpenAI
let anthropic: Anthropic
beforeAll(async () => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that repeats its prompt; where it gets a schema, it keeps that and answers with a tree.
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    'text="heard: $(cat | tr "\\n\\"" "~\'")"',
    `for word in "$@"; do case "$word" in --output-schema=*) cp "\${word#--output-schema=}" '${sandbox.root}/schema.json'; text='{\\"value\\":1,\\"kids\\":[{\\"value\\":2,\\"kids\\":[]}]}' ;; esac; done`,
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$text"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  const server = await startServe(sandbox)
  openai = new OpenAI({ baseURL: `${server.url}/openai/v1`, apiKey: 'none', maxRetries: 0 })
  anthropic = new Anthropic({ baseURL: `${server.url}/anthropic`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => sandbox.remove())

const model = 'codex'
const messages = [{ role: 'user' as const, content: 'hello' }]

describe('a type of zod is sent as a schema by the helpers, and its value comes back', () => {
  interface Tree {
    readonly value: number
    readonly kids: readonly Tree[]
  }
  const tree: z.ZodType<Tree> = z.object({ value: z.number(), kids: z.lazy(() => z.array(tree)) })
  const format = zodResponseFormat(tree, 'tree')
  const value = { value: 1, kids: [{ value: 2, kids: [] }] }
  const asked = { model, max_tokens: 5, messages, output_config: { format: zodOutputFormat(tree) } }

  test.each<[what: string, ask: () => Promise<unknown>]>([
    ['chat.completions.parse', async () => (await openai.chat.completions.parse({ model, messages, response_format: format })).choices[0]?.message.parsed],
    ['chat.completions.stream', async () => (await openai.chat.completions.stream({ model, messages, response_format: format }).finalChatCompletion()).choices[0]?.message.parsed],
    ['responses.parse', async () => (await openai.responses.parse({ model, input: 'hello', text: { format: zodTextFormat(tree, 'tree') } })).output_parsed],
    ['responses.stream', async () => (await openai.responses.stream({ model, input: 'hello', text: { format: zodTextFormat(tree, 'tree') } }).finalResponse()).output_parsed],
    ['messages.parse', async () => (await anthropic.messages.parse(asked)).parsed_output],
    ['messages.stream', async () => (await anthropic.messages.stream(asked).finalMessage()).parsed_output],
    ['beta.messages.parse', async () => (await anthropic.beta.messages.parse(asked)).parsed_output],
  ])('%s', async (_what, ask) => {
    expect(await ask()).toEqual(value)
  })

  test('what the vendor tells its model of the format reaches the CLI', async () => {
    await openai.chat.completions.create({ model, messages, response_format: { type: 'json_schema', json_schema: { name: 'tree', description: 'A tree of numbers.', schema: { type: 'object' } } } })
    expect(JSON.parse(readFileSync(`${sandbox.root}/schema.json`, 'utf8'))).toEqual({ type: 'object', description: 'A tree of numbers.' })
  })
})

const ignored = ({ response }: { readonly response: Response }) => response.headers.get('x-clinvk-ignored')

describe('what has no effect is named', () => {
  test('metadata, where nothing new is kept that it could stay with', async () => {
    const metadata = { place: 'here' }
    const chat = (headers: Record<string, string>) => openai.chat.completions.create({ model, messages, metadata }, { headers }).withResponse()
    expect(ignored(await chat({}))).toBe('metadata')
    const kept = await chat({ 'X-Clinvk-Session': 'new' })
    expect(ignored(kept)).toBeNull()
    expect(ignored(await chat({ 'X-Clinvk-Session': kept.response.headers.get('x-clinvk-session') ?? '' }))).toBe('metadata')
    const first = await openai.responses.create({ model, input: 'hello', metadata }).withResponse()
    expect([ignored(first), first.data.metadata]).toEqual([null, metadata])
    expect(ignored(await openai.responses.create({ model, input: 'and?', metadata, previous_response_id: first.data.id }).withResponse())).toBe('metadata')
  })

  test('members of what is honoured', async () => {
    const system = [{ type: 'text' as const, text: 'Be brief.', cache_control: { type: 'ephemeral' as const } }]
    expect(ignored(await anthropic.messages.create({ model, max_tokens: 5, messages, system, thinking: { type: 'enabled', budget_tokens: 1024 } }).withResponse())).toBe('max_tokens, system.cache_control, thinking.budget_tokens')
  })
})

describe('completions, the API before that of chats', () => {
  test('an answer, and a stream of it', async () => {
    const asked = { model, prompt: 'one two', max_tokens: 5 }
    const { data, response } = await openai.completions.create(asked).withResponse()
    expect(data).toMatchObject({ id: expect.stringMatching(/^cmpl-/), object: 'text_completion', model, choices: [{ text: 'heard: one two', index: 0, logprobs: null, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } })
    expect(ignored({ response })).toBe('max_tokens')
    const pieces = []
    for await (const piece of await openai.completions.create({ ...asked, prompt: ['one two'], stop: ' two', stream: true, stream_options: { include_usage: true } })) pieces.push(piece)
    expect(pieces.map(({ choices }) => choices[0]?.text)).toEqual(['heard: one', '', undefined])
    expect(pieces.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, 'stop', undefined])
    expect(pieces.at(-1)?.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 3 })
  })

  test('what would be another answer is refused', async () => {
    await expect(openai.completions.create({ model, prompt: ['a', 'b'] })).rejects.toMatchObject({ status: 400, param: 'prompt' })
    await expect(openai.completions.create({ model, prompt: ' ' })).rejects.toMatchObject({ status: 400, param: 'prompt' })
    await expect(openai.completions.create({ model, prompt: 'a', echo: true })).rejects.toMatchObject({ status: 400, param: 'echo', code: 'unsupported' })
    expect((await openai.completions.create({ model, prompt: 'a', echo: false, best_of: 1, n: 1, suffix: null })).choices[0]?.text).toBe('heard: a')
  })
})

test('usage is estimated where the run ended before it told, and the header says so', async () => {
  const asked = { model, messages: [{ role: 'user' as const, content: 'one two END three' }], stop: 'END' }
  const { data, response } = await openai.chat.completions.create(asked).withResponse()
  expect(data.choices[0]?.message.content).toBe('heard: one two ')
  expect(data.usage).toMatchObject({ prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 })
  expect(response.headers.get('x-clinvk-estimate')).toBe('true')
  const stream = openai.chat.completions.stream({ ...asked, stream_options: { include_usage: true } })
  expect(await stream.totalUsage()).toMatchObject({ prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 })
  const message = await anthropic.messages.create({ model, max_tokens: 5, messages: asked.messages, stop_sequences: ['END'] }).withResponse()
  expect([message.data.usage, message.response.headers.get('x-clinvk-estimate')]).toMatchObject([{ input_tokens: 5, output_tokens: 4 }, 'true'])
  const whole = await openai.chat.completions.create({ model, messages }).withResponse()
  expect([whole.data.usage?.total_tokens, whole.response.headers.get('x-clinvk-estimate')]).toEqual([5, null])
})
