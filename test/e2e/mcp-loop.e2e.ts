import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectMcp, startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished } from '../sandbox.ts'
import { startServe } from '../serving.ts'

const stage = mcpStage()
beforeEach(() => {
  stage.sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_runs: 5\n  queue_timeout_secs: 1\n')
  stage.sandbox.write('ask.mjs', asks)
})

/** A client of MCP over HTTP: `node ask.mjs URL TOOL ARGUMENTS` prints what the tool says. */
const asks = `
const [url, name, text] = process.argv.slice(2)
let session = {}
async function send(message) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...session }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', ...message }) })
  session = { 'Mcp-Session-Id': response.headers.get('mcp-session-id') ?? session['Mcp-Session-Id'] }
  const answers = (await response.text()).split('\\n').filter((line) => /^data: ./.test(line)).map((line) => JSON.parse(line.slice(6)))
  return answers.find(({ id }) => id === message.id)?.result
}
await send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'asks', version: '1' } } })
await send({ method: 'notifications/initialized' })
console.log(JSON.stringify((await send({ id: 2, method: 'tools/call', params: { name, arguments: JSON.parse(text) } })).structuredContent))
`

/** Asks in a process of its own, which is so deep in runs. */
async function askAt(depth: string, url: string, tool: string, input: object) {
  const child = spawn(process.execPath, [join(stage.sandbox.root, 'ask.mjs'), url, tool, JSON.stringify(input)], { env: { ...stage.sandbox.env, CLINVK_DEPTH: depth }, stdio: ['ignore', 'pipe', 'pipe'] })
  return (await finished(child)).json()
}

/** A CLI that asks the server, which runs that CLI, and answers with what came of it. `before` stands before its call. */
function loopingCodex(before: string): { readonly starts: () => number } {
  const note = stage.sandbox.write('starts', '')
  writeExecutable(stage.bin, 'codex', [
    'cat >/dev/null',
    `echo x >>${note}`,
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    `said=$(${before} node ${stage.sandbox.root}/ask.mjs "$(cat ${stage.sandbox.root}/url)" clinvk_prompt '{"backend":"codex","prompt":"once more","ephemeral":true}' | tr -dc 'a-z0-9_ ')`,
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"at %s: %s"}}\\n\' "$CLINVK_DEPTH" "$said"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  return { starts: () => readFileSync(note, 'utf8').length / 2 }
}

const servers = [
  { name: 'clinvk mcp', start: async () => (await startMcpHttp(stage.sandbox)).url },
  { name: 'clinvk serve', start: async () => `${(await startServe(stage.sandbox, [], { env: { CLINVK_MCP_SERVE: 'true' } })).url}/mcp` },
] as const
const helpers = [
  { title: 'its helper has its environment', before: '' },
  { title: 'its helper has an environment of its own', before: 'env -u CLINVK_DEPTH' },
] as const

describe.each(servers)('a CLI that $name runs, and that calls it over HTTP', ({ start }) => {
  test.each(helpers)('is stopped at the limit: $title', async ({ before }) => {
    const codex = loopingCodex(before)
    const url = await start()
    appendFileSync(join(stage.sandbox.root, 'url'), url)
    const { client, call } = await connectMcp(url)
    const { structuredContent, isError } = await call('clinvk_prompt', { backend: 'codex', prompt: 'begin', ephemeral: true })
    expect(isError, JSON.stringify(structuredContent)).toBeUndefined()
    // Each has the answer of the one that it called; the innermost was refused.
    expect(structuredContent.output).toMatch(/^at 1: .*at 2.*at 3.*unsupported.*clinvk was called inside 3 nested runs of itself/)
    expect(codex.starts()).toBe(3)
    await client.close()
    expect(stage.sandbox.runs()).toEqual([])
  })
})

test('at the limit no tool starts a run, and the others go on', async () => {
  const { url } = await startMcpHttp(stage.sandbox)
  const run = { backend: 'codex', prompt: 'depth' }
  const refused = { code: 'unsupported', message: expect.stringContaining('3 nested runs of itself'), hint: expect.stringContaining('calls clinvk again') }
  expect(await askAt('3', url, 'clinvk_prompt', run)).toMatchObject({ error: refused })
  expect(await askAt('3', url, 'clinvk_parallel', { tasks: [run, run] })).toMatchObject({ failed: 2, results: [{ error: { code: 'unsupported' } }, { error: { code: 'unsupported' } }] })
  expect(await askAt('3', url, 'clinvk_chain', { steps: [run] })).toMatchObject({ results: [{ error: { code: 'unsupported' } }] })
  expect(await askAt('3', url, 'clinvk_compare', { backends: ['codex'], prompt: 'depth' })).toMatchObject({ results: [{ error: { code: 'unsupported' } }] })
  expect((await askAt('3', url, 'clinvk_backends', {}))['backends']).toContainEqual({ name: 'codex', available: true, enabled: true })
  expect(await askAt('2', url, 'clinvk_prompt', run)).toMatchObject({ output: 'heard: 3' })
  expect(await askAt('no number', url, 'clinvk_prompt', run)).toMatchObject({ error: { code: 'config_invalid', hint: expect.stringContaining('CLINVK_DEPTH') } })
  // Who began inside a run is told apart from who did not.
  const { client, call } = await connectMcp(url)
  expect((await call('clinvk_prompt', run)).structuredContent).toMatchObject({ output: 'heard: 1' })
  await client.close()
})
