import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServe, type Serving } from '../serving.ts'
import { until } from '../sandbox.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('$name over HTTP', (backend) => {
  let stage: Stage
  let server: Serving
  beforeAll(async () => {
    stage = await openStage(backend)
    server = await startServe(stage.sandbox)
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    await server.ended
    await stage.close()
  })

  test('answers literally, without a directory in an empty one of its own, and goes on there', async () => {
    stage.model.script([{ text: ['four'], usage: { input: 100, output: 7, cached: 30 } }, { text: ['five'] }])
    const first = await server.prompt({ backend: backend.name, model: backend.model, prompt: '/help and @/etc/hostname' })
    const reply = (await first.json()) as Record<string, any>
    expect(reply, JSON.stringify(reply)).toMatchObject({ backend: backend.name, output: 'four', exit_code: 0, token_usage: { input_tokens: 100, output_tokens: 7, cached_tokens: 30 } })
    expect(stage.model.requests[0]?.prompt).toMatch(/\/help and \\?@\/etc\/hostname/)
    const session = (await stage.sandbox.run(['sessions', 'show', reply['session_id'], '--json'])).json()
    expect(session['working_dir']).toContain('-work/')
    expect(existsSync(session['working_dir'])).toBe(false)
    const second = await server.prompt({ prompt: 'and one more', model: backend.model, session_id: reply['session_id'] })
    expect(await second.json()).toMatchObject({ output: 'five', session_id: reply['session_id'] })
    expect(JSON.stringify(stage.model.requests.at(-1))).toContain('four')
  })

  test('streams, and a client that goes ends it', async () => {
    stage.model.script({ text: Array.from({ length: 200 }, (_none, index) => `word${index} `), delay_ms: 100 })
    const before = stage.sandbox.processes().length
    const leaves = new AbortController()
    const answer = await server.prompt({ backend: backend.name, prompt: 'count' }, { headers: { Accept: 'text/event-stream' }, signal: leaves.signal })
    expect(answer.status).toBe(200)
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    expect(stage.sandbox.processes().length).toBeGreaterThan(before)
    leaves.abort()
    await until(() => stage.sandbox.processes().length === before, 'the end of the run')
  })

  test('fails with the status of its error', async () => {
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'invalid key' } })
    const answer = await server.prompt({ backend: backend.name, prompt: 'hello', max_retries: 0 })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: { code: 'backend_unauthenticated', backend: backend.name }, session_id: expect.any(String) })
  })
})
