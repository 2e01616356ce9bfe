import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { echoingCodex } from '../replay/echoing-codex.ts'
import { replayCli } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

let sandbox: Sandbox
let server: Serving
beforeEach(async () => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  replayCli(`${sandbox.root}/bin`, 'claude', 'answer') // reasoning, text and usage
  echoingCodex(`${sandbox.root}/bin`) // fails where it is told to
  server = await startServe(sandbox)
})
afterEach(() => sandbox.remove())

const version = { 'anthropic-version': '2023-06-01' }
const ask = async (path: string, body?: object, headers: Record<string, string> = {}) => {
  const asked = body === undefined ? { headers } : { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ model: 'claude', ...body }) }
  return (await fetch(server.url + path, asked)).text()
}
const one = async (...asked: Parameters<typeof ask>): Promise<any> => JSON.parse(await ask(...asked))
const streamed = async (path: string, body: object): Promise<any[]> => (await ask(path, { ...body, stream: true })).split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice('data: '.length))] : []))

/** Members that the types call absent; the vendor sends null, as we do. */
const alsoNull = ['system_fingerprint', 'user', 'usage']

/**
 * Values as the types have them. What the SDK adds by itself is added; so are the citations of a text, without which the vendor sends it where there
 * are none, and without which others want it.
 */
function asTyped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTyped)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name, member]) => member !== null || !alsoNull.includes(name))
  const added = { ...('output' in value ? { output_text: '' } : {}), ...('type' in value && value.type === 'text' ? { citations: null } : {}) }
  return { ...Object.fromEntries(members.map(([name, member]) => [name, asTyped(member)])), ...added }
}

test("answers and events have every member that the types of the vendors' own SDKs want", async () => {
  const messages = [{ role: 'user', content: 'hello' }]
  const response = { input: 'hello', reasoning: { summary: 'auto' } }
  const message = { messages, max_tokens: 10, thinking: { type: 'adaptive' } }
  const answered = await one('/v1/responses', response)
  const failed = await streamed('/v1/responses', { model: 'codex', input: 'fail' })
  expect(failed.at(-1)).toMatchObject({ type: 'response.failed', response: { error: { code: 'server_error', message: expect.stringContaining('out of order'), clinvk_code: 'backend_error' } } })
  const replies: readonly [type: string, values: unknown[]][] = [
    ['OpenAI.ChatCompletion', [await one('/v1/chat/completions', { messages })]],
    ['OpenAI.ChatCompletionChunk', await streamed('/v1/chat/completions', { messages, stream_options: { include_usage: true } })],
    ['OpenAI.Completion', [await one('/v1/completions', { prompt: 'hello' }), (await streamed('/v1/completions', { prompt: 'hello', stream_options: { include_usage: true } })).at(-1)]],
    ['OpenAI.Responses.Response', [answered, await one(`/v1/responses/${answered.id}`), await one(`/v1/responses/${failed.at(-1).response.id}`)]],
    ['OpenAI.Responses.ResponseStreamEvent', [...(await streamed('/v1/responses', response)), ...failed]],
    ['OpenAI.Model', (await one('/v1/models')).data],
    ['OpenAI.ErrorObject', [(await one('/v1/responses', { input: 3 })).error]],
    ['Anthropic.Message', [await one('/v1/messages', message)]],
    ['Anthropic.Beta.BetaMessage', [await one('/v1/messages?beta=true', message)]],
    ['Anthropic.RawMessageStreamEvent', (await streamed('/v1/messages', message)).filter(({ type }) => type !== 'ping')],
    ['Anthropic.Beta.BetaRawMessageStreamEvent', (await streamed('/v1/messages?beta=true', message)).filter(({ type }) => type !== 'ping')],
    ['Anthropic.MessageTokensCount', [await one('/v1/messages/count_tokens', { messages })]],
    ['Anthropic.Beta.BetaMessageTokensCount', [await one('/v1/messages/count_tokens', { messages })]],
    ['Anthropic.ModelInfo', (await one('/v1/models', undefined, version)).data],
    ['Anthropic.Beta.BetaModelInfo', (await one('/v1/models', undefined, version)).data],
    ['Anthropic.ErrorResponse', [await one('/v1/messages', {}, version)]],
  ]
  expect(replies.map(([type, values]) => [type, values.length > 0])).toEqual(replies.map(([type]) => [type, true]))
  const lines = replies.flatMap(([type, values]) => values.map((value) => `is<${type}>()(${JSON.stringify(asTyped(value))})`))
  sandbox.write('replies.ts', ["import type OpenAI from 'openai'", "import type Anthropic from '@anthropic-ai/sdk'", 'const is = <Wanted>() => <Value extends Wanted>(value: Value) => value', ...lines].join('\n'))
  symlinkSync(modules, `${sandbox.root}/node_modules`)
  const { stdout, status } = spawnSync(process.execPath, [`${modules}/typescript/bin/tsc`, '--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', 'replies.ts'], { cwd: sandbox.root, encoding: 'utf8' })
  const told = (problem: string) => `${problem}\n${lines[Number(/^replies\.ts\((\d+)/.exec(problem)?.[1]) - 4] ?? ''}`
  expect(stdout.split(/\n(?! )/).filter((problem) => problem.trim() !== '').map(told)).toEqual([])
  expect(status).toBe(0)
})
