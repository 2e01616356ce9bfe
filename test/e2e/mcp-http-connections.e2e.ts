import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { cuttableFetch } from '../cuttable-fetch.ts'
import { connectMcp, startMcpHttp } from '../mcp-client.ts'
import { hang, mcpStage } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { waitingCodex } from '../replay/waiting-codex.ts'
import { until } from '../sandbox.ts'

const stage = mcpStage()

describe('a connection that is lost', () => {
  test('ends no call: the official client comes back and gets what it has missed, and the answer', async () => {
    const codex = waitingCodex(stage.bin)
    const { url } = await startMcpHttp(stage.sandbox)
    const line = cuttableFetch()
    const { client, call, messages } = await connectMcp(url, { fetch: line.fetch, reconnectionOptions: { initialReconnectionDelay: 10, maxReconnectionDelay: 10, reconnectionDelayGrowFactor: 1, maxRetries: 5 } })
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'x' })
    await until(() => messages.some(({ data }) => data.type === 'init') && codex.begun(), 'the beginning')
    line.cut()
    codex.goOn()
    expect((await work).structuredContent).toMatchObject({ exit_code: 0, output: 'the answer' })
    expect(messages.filter(({ data }) => data.type === 'message').map(({ data }) => data.content.text)).toEqual(['the answer'])
    expect(messages.filter(({ data }) => data.type === 'init')).toHaveLength(1)
    expect(line.seen).toContain('GET again 200')
    expect(codex.starts()).toBe(1)
    await client.close()
  })

  test('ends the call when the client does not come back in time, and of that one only', async () => {
    const { url } = await startMcpHttp(stage.sandbox, [], { CLINVK_MCP_RESUME_SECS: '1' })
    const gone = await connectMcp(url)
    const other = await connectMcp(url)
    gone.call('clinvk_prompt', hang).catch(() => undefined)
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    await gone.client.close()
    await until(() => hanging(stage.sandbox).length === 0, 'the end of the tree')
    await until(async () => (await other.call('clinvk_health')).structuredContent.runs.active === 0, 'the end of the run')
    await other.client.close()
  })

  test('a cancelled call ends its stream, and nobody waits on it any more', async () => {
    const { url } = await startMcpHttp(stage.sandbox)
    const line = cuttableFetch()
    const { client, call } = await connectMcp(url, { fetch: line.fetch, reconnectionOptions: { initialReconnectionDelay: 10, maxReconnectionDelay: 10, reconnectionDelayGrowFactor: 1, maxRetries: 5 } })
    const cancel = new AbortController()
    const work = call('clinvk_prompt', hang, { signal: cancel.signal })
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    cancel.abort('enough')
    await expect(work).rejects.toThrow('enough')
    await until(() => line.seen.includes('GET again 204'), 'the client asks for more, and is told that there is none')
    await call('clinvk_health')
    expect(line.seen.filter((entry) => entry.startsWith('GET again'))).toEqual(['GET again 204'])
    await client.close()
  })
})

test('a client that takes nothing holds up no end of its session', async () => {
  // More than the sockets hold: the CLI waits in the middle.
  const said = join(stage.sandbox.root, 'said')
  writeExecutable(stage.bin, 'codex', [
    'cat >/dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'text=$(head -c 60000 /dev/zero | tr "\\0" x)',
    `item=0; while [ $item -lt 400 ]; do item=$((item + 1)); printf '{"type":"item.completed","item":{"id":"item_%s","type":"agent_message","text":"%s"}}\\n' $item $text; echo $item >>${said}; done`,
    'sleep 300',
  ])
  const server = await startMcpHttp(stage.sandbox)
  const { client, transport } = await connectMcp(server.url)
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'Mcp-Session-Id': transport.sessionId ?? '' }
  const stalled = request(server.url, { method: 'POST', headers, agent: false })
  const answered = new Promise((resolve) => stalled.on('error', () => undefined).once('response', resolve))
  stalled.end(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'x' } } }))
  await answered // and nothing of the body is read
  const other = await connectMcp(server.url)
  let before = -1 // nothing tells that it waits, but that it says no more
  await until(async () => {
    const now = existsSync(said) ? readFileSync(said, 'utf8').length : 0
    const stuck = now > 0 && now === before
    before = now
    await pause(500)
    return stuck
  }, 'the CLI to wait')
  expect((await other.call('clinvk_health')).structuredContent.runs.active).toBe(1)
  expect((await fetch(server.url, { method: 'DELETE', headers })).status).toBe(204)
  expect((await other.call('clinvk_health')).structuredContent.runs.active).toBe(0)
  expect(stage.sandbox.runs()).toEqual([])
  stalled.destroy()
  for (const one of [client, other.client]) await one.close()
})
