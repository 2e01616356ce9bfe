import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { otlpReceiver } from '../otlp-receiver.ts'
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

/** Reads its stdin, and says it on stderr, as some CLIs do. */
const gossip = ['prompt=$(cat | tr "\\n" "~" | tr -d "\\"\\\\\\\\")', 'echo "asked: $prompt MARK-STDERR" >&2']
const codex = [
  ...gossip,
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"MARK-ANSWER %s"}}\\n\' "$prompt"',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
]
/** Fails, and quotes what it was asked. */
const claude = [...gossip, 'printf "%s MARK-STDOUT\\n" "$prompt"', 'printf \'{"type":"result","subtype":"success","is_error":true,"result":"MARK-FAILURE %s"}\\n\' "$prompt"', 'exit 1']
/** Says what nobody can read. */
const gemini = [...gossip, 'printf \'{"type":"message","role":"assistant","content":{"MARK-ODD":1}}\\n[[[MARK\\n\'', 'exit 3']

const image = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('MARK-IMAGE')]).toString('base64')
const asked = { prompt: 'MARK-PROMPT', system_prompt: 'MARK-SYSTEM', tags: ['MARK-TAG'], metadata: { MARK: 'MARK-META' } }
const messages = [{ role: 'system', content: 'MARK-SYSTEM' }, { role: 'user', content: 'MARK-PROMPT' }]

test('no prompt, answer, key or word of a CLI is in the log, a span or a metric, whatever is asked, also at the level debug', async () => {
  for (const [name, lines] of Object.entries({ codex, claude, gemini })) writeExecutable(bin, name, lines)
  const receiver = await otlpReceiver()
  const env = { CLINVK_LOG: 'debug', CLINVK_API_KEYS: 'MARK-KEY', CLINVK_SERVER_LOG_COMMANDS: 'true', CLINVK_SERVER_METRICS_ENABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: 'x-token=MARK-TOKEN', ANTHROPIC_API_KEY: 'MARK-VENDOR' }
  const server = await startServe(sandbox, [], { env })
  const statuses: Record<string, number> = {}
  const send = async (what: string, path: string, body?: unknown, init: RequestInit = {}) => {
    const { headers, ...rest } = init
    const answer = await fetch(server.url + path, { method: body === undefined ? 'GET' : 'POST', ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }), ...rest, headers: { 'Content-Type': 'application/json', Authorization: 'Bearer MARK-KEY', Cookie: 'a=MARK-COOKIE', ...(headers as Record<string, string>) } })
    statuses[what] = answer.status
    return answer.text()
  }
  const answered = await send('prompt', '/api/v1/prompt', { ...asked, backend: 'codex' })
  // The marks are where they should be, so that they could be anywhere.
  expect(answered).toContain('MARK-ANSWER MARK-PROMPT')
  const { session_id: session } = JSON.parse(answered) as { session_id: string }
  await send('stream', '/api/v1/prompt', { ...asked, backend: 'codex', output_format: 'stream-json' })
  await send('failed', '/api/v1/prompt', { ...asked, backend: 'claude' })
  const picture = { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } }
  await send('picture', '/openai/v1/chat/completions', { model: 'claude', messages: [{ role: 'user', content: [{ type: 'text', text: 'MARK-PROMPT' }, picture] }] })
  await send('unreadable', '/api/v1/prompt', { prompt: 'MARK-PROMPT', backend: 'gemini' })
  await send('dry run', '/api/v1/prompt', { ...asked, backend: 'codex', dry_run: true })
  await send('go on', '/api/v1/prompt', { prompt: 'MARK-PROMPT', session_id: session })
  await send('parallel', '/api/v1/parallel', { tasks: [{ prompt: 'MARK-PROMPT', backend: 'codex' }, { prompt: 'MARK-PROMPT', backend: 'claude' }] })
  await send('chain', '/api/v1/chain', { steps: [{ name: 'a', backend: 'codex', prompt: 'MARK-PROMPT' }, { name: 'b', backend: 'codex', prompt: 'MARK {{previous}}' }] })
  await send('compare', '/api/v1/compare', { prompt: 'MARK-PROMPT', backends: ['codex', 'claude'] })
  await send('chat', '/openai/v1/chat/completions', { model: 'codex', messages })
  await send('chat stream', '/openai/v1/chat/completions', { model: 'codex', messages, stream: true })
  await send('messages', '/anthropic/v1/messages', { model: 'codex', max_tokens: 10, system: 'MARK-SYSTEM', messages: messages.slice(1) }, { headers: { 'anthropic-version': '2023-06-01' } })
  await send('search', `/api/v1/sessions?q=MARK-PROMPT`)
  await send('title', `/api/v1/sessions/${session}`, { title: 'MARK-TITLE', tags: ['MARK-TAG'] }, { method: 'PATCH' })
  await send('no JSON', '/api/v1/prompt', '{"prompt":"MARK-PROMPT"')
  await send('unknown field', '/api/v1/prompt', { ...asked, backend: 'codex', MARK: 1 })
  await send('wrong key', '/api/v1/backends', undefined, { headers: { Authorization: 'Bearer MARK-WRONG' } })
  await send('wrong key there', '/api/v1/backends', undefined, { headers: { Authorization: '', 'X-Api-Key': 'MARK-WRONG' } })
  const leaves = new AbortController()
  writeExecutable(bin, 'codex', [...codex.slice(0, 4), 'sleep 300'])
  const stream = await server.prompt({ ...asked, backend: 'codex' }, { headers: { 'X-Api-Key': 'MARK-KEY', Accept: 'text/event-stream' }, signal: leaves.signal })
  await (stream.body as ReadableStream<Uint8Array>).getReader().read()
  leaves.abort()
  const metrics = await send('metrics', '/metrics')
  server.child.kill('SIGTERM')
  const { stderr: log } = await server.ended
  expect(statuses).toMatchObject({ prompt: 200, stream: 200, failed: 502, picture: 502, unreadable: 502, 'dry run': 200, 'go on': 200, parallel: 200, chain: 200, compare: 200, chat: 200, 'chat stream': 200, messages: 200, search: 200, title: 200, 'no JSON': 400, 'unknown field': 400, 'wrong key': 401, 'wrong key there': 401, metrics: 200 })
  expect(receiver.spans.length).toBeGreaterThan(40)
  for (const [where, text] of Object.entries({ log, metrics, spans: receiver.raw.join('\n') })) {
    expect([where, ...text.split('\n').filter((line) => line.includes('MARK') || line.includes(image))]).toEqual([where])
  }
  // Each line is JSON, and says which request and which run it is about.
  const lines = log.trim().split('\n').map((line) => JSON.parse(line) as Record<string, any>)
  const starts = lines.filter(({ msg }) => msg === 'run starts')
  expect(starts.length).toBe(receiver.spans.filter(({ name }) => name.startsWith('process ')).length)
  expect(starts[0]).toMatchObject({ level: 'info', request_id: expect.any(String), trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), run_id: expect.any(String), backend: 'codex', cwd: expect.any(String), command: expect.stringMatching(/codex exec .*< PROMPT$/) })
  expect(lines.filter(({ msg }) => msg === 'run ended').every((line) => line['request_id'] !== undefined && line['run_id'] !== undefined && typeof line['duration_ms'] === 'number')).toBe(true)
  expect(lines.filter(({ msg }) => String(msg).startsWith('stderr: ')).every((line) => line['run_id'] !== undefined && /^stderr: a line of \d+ characters$/.test(line['msg'] as string))).toBe(true)
  expect(lines.filter(({ msg, path }) => msg === 'request' && path === '/api/v1/prompt').length).toBe(9)
}, 120_000)

test('CLINVK_LOG=warn leaves out the lines of requests, and a level that is none is told', async () => {
  const quiet = await startServe(sandbox, [], { env: { CLINVK_LOG: 'warn' } })
  await fetch(`${quiet.url}/health`)
  quiet.child.kill('SIGTERM')
  expect((await quiet.ended).stderr).toBe('')
  const odd = await startServe(sandbox, [], { env: { CLINVK_LOG: 'loud' } })
  odd.child.kill('SIGTERM')
  expect((await odd.ended).stderr).toContain('none of debug, info and warn')
})

/** Places where nothing of a log arrives, as a descriptor to write to. */
const nowhere: readonly (readonly [string, (sandbox: Sandbox) => number])[] = [
  ['a disk that is full', () => openSync('/dev/full', 'w')],
  [
    'a pipe that nobody reads',
    ({ root }) => {
      execFileSync('mkfifo', [join(root, 'log')])
      const fd = openSync(join(root, 'log'), constants.O_RDWR | constants.O_NONBLOCK)
      for (let room = true; room; ) {
        try {
          writeSync(fd, 'x'.repeat(1024))
        } catch {
          room = false
        }
      }
      return fd
    },
  ],
]
test.each(nowhere)('a log that goes to %s holds up neither answers nor the end', async (_where, open) => {
  const fd = open(sandbox)
  onTestFinished(() => closeSync(fd))
  const server = await startServe(sandbox, [], { stderr: fd })
  for (let count = 0; count < 20; count++) expect((await fetch(`${server.url}/health`)).status).toBe(200)
  const since = performance.now()
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
  expect(performance.now() - since).toBeLessThan(10_000)
})
