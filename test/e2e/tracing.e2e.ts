import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { otlpReceiver, type ReceivedSpan } from '../otlp-receiver.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

const thread = 'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\''
const noteTrace = 'printf "%s" "$TRACEPARENT|$TRACESTATE" > "$HOME/trace"'
/** A CLI of Codex's kind that answers, and notes the trace that it is in. */
const answering = ['cat > /dev/null', noteTrace, thread, 'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"MARK-ANSWER"}}\\n\'', 'printf \'{"type":"turn.completed","usage":{"input_tokens":30,"cached_input_tokens":10,"output_tokens":2}}\\n\'']
const failing = ['cat > /dev/null', thread, 'printf \'{"type":"turn.failed","error":{"message":"MARK-FAILURE"}}\\n\'', 'exit 3']

const trace = '0af7651916cd43dd8448eb211c80319c'
const traceparent = (flags: string) => `00-${trace}-b7ad6b7169203331-${flags}`
const asked = { backend: 'codex', prompt: 'MARK-PROMPT', model: 'gpt-5.4', system_prompt: 'MARK-SYSTEM' }
const noted = () => readFileSync(`${sandbox.home}/trace`, 'utf8')

async function stop({ child, ended }: Serving): Promise<string> {
  child.kill('SIGTERM')
  return (await ended).stderr
}

const named = (spans: readonly ReceivedSpan[], name: string) => spans.find((span) => span.name === name) as ReceivedSpan

test('a request, its run and its process are spans of the trace of who asks; the CLI gets it too; no text is in them', async () => {
  writeExecutable(bin, 'codex', answering)
  const receiver = await otlpReceiver()
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'my-clinvk' } })
  const answer = await server.prompt(asked, { headers: { traceparent: traceparent('01'), tracestate: 'vendor=1', 'X-Request-Id': 'r1' } })
  expect(answer.status).toBe(200)
  const log = await stop(server)
  expect(receiver.paths).toEqual(['/v1/traces'])
  const [request, run, cli] = [named(receiver.spans, 'POST /api/v1/prompt'), named(receiver.spans, 'run codex'), named(receiver.spans, 'process codex')]
  expect(receiver.spans).toHaveLength(3)
  expect(request).toMatchObject({ trace, parent: 'b7ad6b7169203331', kind: 2, service: 'my-clinvk', attributes: { 'http.request.method': 'POST', 'http.route': '/api/v1/prompt', 'http.response.status_code': 200, 'clinvk.request_id': 'r1' } })
  expect(run).toMatchObject({ trace, parent: request.id, events: ['slot', 'first_event'], attributes: { 'clinvk.backend': 'codex', 'clinvk.run_id': expect.any(String), 'clinvk.outcome': 'success', 'gen_ai.request.model': 'gpt-5.4', 'gen_ai.usage.input_tokens': 30, 'gen_ai.usage.output_tokens': 2 } })
  expect(cli).toMatchObject({ trace, parent: run.id, kind: 3, attributes: { 'process.exit.code': 0, 'process.pid': expect.any(Number) } })
  expect(request.duration).toBeGreaterThanOrEqual(cli.duration)
  expect(noted()).toBe(`00-${trace}-${cli.id}-01|vendor=1`)
  expect(receiver.raw.join() + log).not.toContain('MARK')
})

test('a failed run is a failed span with its code, beside those that succeed; each of several has its own', async () => {
  writeExecutable(bin, 'codex', failing)
  const receiver = await otlpReceiver()
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/custom` } })
  expect((await server.prompt(asked)).status).toBe(502)
  await fetch(`${server.url}/api/v1/parallel`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ tasks: [asked, asked] }) })
  await fetch(`${server.url}/no/such/path`)
  await stop(server)
  expect(new Set(receiver.paths)).toEqual(new Set(['/custom']))
  expect(named(receiver.spans, 'POST /api/v1/prompt')).toMatchObject({ status: 2, parent: '', attributes: { 'error.type': '502' }, service: 'clinvk' })
  expect(named(receiver.spans, 'run codex')).toMatchObject({ status: 2, attributes: { 'clinvk.outcome': 'error', 'error.type': 'backend_error' } })
  const parallel = named(receiver.spans, 'POST /api/v1/parallel')
  expect(receiver.spans.filter(({ name, parent }) => name === 'run codex' && parent === parallel.id)).toHaveLength(2)
  expect(named(receiver.spans, 'GET unmatched')).toBeDefined()
  expect(receiver.raw.join()).not.toContain('MARK')
})

test('what the sender does not sample is not sent, but the CLI still gets its trace', async () => {
  writeExecutable(bin, 'codex', answering)
  const receiver = await otlpReceiver()
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } })
  await server.prompt(asked, { headers: { traceparent: traceparent('00') } })
  await stop(server)
  expect(noted()).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-00\\|$`))
  expect(receiver.spans).toEqual([])
})

const silencing: readonly Readonly<Record<string, string>>[] = [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }, { OTEL_TRACES_SAMPLER: 'always_off' }]
test.each(silencing)('%o: nothing is sent', async (env) => {
  writeExecutable(bin, 'codex', answering)
  const receiver = await otlpReceiver()
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env } })
  expect((await server.prompt(asked)).status).toBe(200)
  await stop(server)
  expect(receiver.paths).toEqual([])
})

test('without an endpoint OpenTelemetry is not even loaded, and a CLI gets the trace of the sender as it is; one that is none is dropped', async () => {
  writeExecutable(bin, 'codex', answering)
  const seen = sandbox.write('loaded.cjs', `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(`${sandbox.root}/loaded`)}, Object.keys(require.cache).join('\\n')))`)
  const server = await startServe(sandbox, [], { env: { NODE_OPTIONS: `--require ${seen}` } })
  await server.prompt(asked, { headers: { traceparent: traceparent('01') } })
  expect(noted()).toBe(`${traceparent('01')}|`)
  await server.prompt(asked, { headers: { traceparent: '00-0000-$(id)-01' } })
  expect(noted()).toBe('|')
  await stop(server)
  const loaded = readFileSync(`${sandbox.root}/loaded`, 'utf8')
  expect(loaded).toContain('node_modules/koa/')
  expect(loaded).not.toMatch(/opentelemetry|prom-client/)
})

test('a receiver that is not there costs no answer, is told once, and does not hold the end of the server', async () => {
  writeExecutable(bin, 'codex', answering)
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_BSP_SCHEDULE_DELAY: '50' } })
  for (let i = 0; i < 3; i++) expect((await server.prompt(asked)).status).toBe(200)
  const stopping = performance.now()
  const log = await stop(server)
  expect(performance.now() - stopping).toBeLessThan(15_000)
  const said = log.split('\n').filter((line) => /traces cannot be sent|last spans/.test(line))
  expect([said.length > 0, said.length <= 2]).toEqual([true, true])
}, 60_000)

test('an exporter or a protocol that clinvk does not speak is told, and nothing is sent', async () => {
  const receiver = await otlpReceiver()
  const server = await startServe(sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } })
  expect(await stop(server)).toContain('OTLP over HTTP')
})
