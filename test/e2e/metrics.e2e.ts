import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

/** A CLI of Codex's kind that answers when the file `go` is there. */
const patient = [
  'cat > /dev/null',
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'while [ ! -e "$HOME/go" ]; do sleep 0.05; done',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hello"}}\\n\'',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":30,"cached_input_tokens":10,"output_tokens":2}}\\n\'',
]

test('metrics are off, then count runs, tokens, sessions and streams while those go on; streams are not held back', async () => {
  const off = await startServe(sandbox)
  expect((await fetch(`${off.url}/metrics`)).status).toBe(404)
  writeExecutable(bin, 'codex', patient)
  const { url, prompt } = await startServe(sandbox, [], { env: { CLINVK_SERVER_METRICS_ENABLED: 'true', CLINVK_API_KEYS: 'k1' } })
  const metrics = async () => {
    const answer = await fetch(`${url}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    return (await answer.text()).split('\n')
  }
  const streamed = await prompt({ backend: 'codex', prompt: 'x' }, { headers: { Accept: 'text/event-stream', 'X-Api-Key': 'k1' } })
  const reader = (streamed.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  // The CLI waits: what comes now was not kept for a later burst.
  expect((await reader.read()).value).toContain('event: init')
  expect(await metrics()).toEqual(expect.arrayContaining(['clinvk_open_streams 1', 'clinvk_active_runs{backend="codex"} 1', 'clinvk_run_slots_taken 1', 'clinvk_queue_length 0', 'clinvk_backend_available{backend="codex"} 1', 'clinvk_backend_available{backend="claude"} 0', 'clinvk_breaker_state{backend="codex",state="closed"} 1']))
  const health = (await (await fetch(`${url}/health`)).json()) as Record<string, any>
  expect(health['runs']).toEqual({ max: expect.any(Number), active: 1, waiting: 0 })
  sandbox.write('home/go', '')
  while (!(await reader.read()).done);
  expect((await prompt({ backend: 'codex', prompt: 'x' })).status).toBe(401)
  await expect.poll(metrics).toEqual(
    expect.arrayContaining([
      'clinvk_requests_total{method="POST",path="/api/v1/prompt",status="200"} 1',
      'clinvk_requests_total{method="POST",path="/api/v1/prompt",status="401"} 1',
      'clinvk_backend_executions_total{backend="codex",status="success"} 1',
      'clinvk_tokens_total{backend="codex",model="unknown",kind="input"} 30',
      'clinvk_sessions_created_total 1',
      'clinvk_active_sessions 0',
      'clinvk_open_streams 0',
      'clinvk_active_runs{backend="codex"} 0',
    ]),
  )
}, 60_000)

test('with server.metrics_auth the metrics take a key with the scope admin', async () => {
  sandbox.write('home/.clinvk/config.yaml', 'server:\n  metrics_enabled: true\n  metrics_auth: true\n  keys:\n    boss: { env: CLINVK_KEY_BOSS }\n    worker: { env: CLINVK_KEY_WORKER, scopes: [run] }\n')
  const { url } = await startServe(sandbox, [], { env: { CLINVK_KEY_BOSS: 'b', CLINVK_KEY_WORKER: 'w' } })
  const status = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status
  expect([await status({}), await status({ 'X-Api-Key': 'wrong' }), await status({ 'X-Api-Key': 'w' }), await status({ 'X-Api-Key': 'b' })]).toEqual([401, 401, 403, 200])
})
