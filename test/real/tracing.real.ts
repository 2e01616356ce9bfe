import { afterEach, describe, expect, test } from 'vitest'
import { otlpReceiver } from '../otlp-receiver.ts'
import { startServe } from '../serving.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

const trace = '0af7651916cd43dd8448eb211c80319c'

describe.each(realBackends)('a trace through the real CLI of $name', (backend) => {
  let stage: Stage
  afterEach(async () => {
    stage.sandbox.end()
    await stage.close()
  })

  test('it answers as without, its spans tell what it took, and it sends nothing of its own', async () => {
    stage = await openStage(backend)
    const receiver = await otlpReceiver()
    const server = await startServe(stage.sandbox, [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, CLINVK_SERVER_METRICS_ENABLED: 'true' } })
    stage.model.script({ text: ['four MARK'], usage: { input: 100, output: 7, cached: 30 } })
    const answer = await server.prompt({ backend: backend.name, prompt: 'two and two MARK', model: backend.model }, { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } })
    expect(await answer.json()).toMatchObject({ output: 'four MARK', exit_code: 0 })
    expect(answer.headers.get('server-timing')).toMatch(/queue;dur=.*spawn;dur=.*first_event;dur=.*total;dur=/)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toContain(`clinvk_tokens_total{backend="${backend.name}",model="${backend.model}",kind="input"} `)
    server.child.kill('SIGTERM')
    await server.ended
    expect(new Set(receiver.paths)).toEqual(new Set(['/v1/traces']))
    expect(new Set(receiver.spans.map(({ service }) => service))).toEqual(new Set(['clinvk']))
    const traced = receiver.spans.filter((span) => span.trace === trace)
    expect(traced.map(({ name }) => name).sort()).toEqual(['POST /api/v1/prompt', `process ${backend.name}`, `run ${backend.name}`])
    expect(traced.find(({ name }) => name.startsWith('run'))?.attributes).toMatchObject({ 'clinvk.outcome': 'success', 'gen_ai.response.model': backend.model, 'gen_ai.usage.output_tokens': expect.any(Number) })
    expect(receiver.raw.join()).not.toContain('MARK')
  })
})
