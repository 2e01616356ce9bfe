import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'
import { until } from '../sandbox.ts'

describe.each(realBackends)('$name answers', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  test('as text, piece by piece as far as the CLI tells', async () => {
    stage.model.script({ text: ['Grüße, ', '世界 ', '👋'], delay_ms: 50 })
    const { stdout, stderr, code } = await stage.sandbox.run(stage.ask('hello', '-o', 'text'))
    expect({ stdout, code, stderr }).toMatchObject({ stdout: 'Grüße, 世界 👋\n', code: 0 })
    expect(stage.model.requests).toHaveLength(1)
  })

  test('as one JSON document with model, usage and the id of the conversation', async () => {
    stage.model.script({ text: ['four'], usage: { input: 100, output: 7, cached: 30 } })
    const { code, json } = await stage.sandbox.run(stage.ask('two and two', '-o', 'json'))
    const document = json()
    expect(code).toBe(0)
    expect(document).toMatchObject({ backend: backend.name, content: 'four', exit_code: 0, usage: { input_tokens: 100, output_tokens: 7, cached_tokens: 30, total_tokens: 107 } })
    expect(document['backend_session_id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(document['duration_seconds']).toBeGreaterThan(0)
    if (backend.name !== 'codex') expect(document['model']).toBeTruthy()
  })

  test('as unified events, one a line, init first and done last', async () => {
    stage.model.script({ text: ['a', 'b'] })
    const run = await stage.sandbox.run(stage.ask('hello', '-o', 'stream-json'))
    const events = run.events()
    expect(run.code).toBe(0)
    expect(events[0]).toMatchObject({ type: 'init', backend: backend.name, sequence: 1 })
    expect(events.at(-1)).toMatchObject({ type: 'done', backend: backend.name, sequence: events.length })
    expect(events.filter(({ type }) => type === 'message').length).toBeGreaterThan(0)
    for (const event of events) expect(event['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  test('from a prompt and piped text, fenced, and from piped text alone', async () => {
    stage.model.script({ text: ['ok'] })
    await stage.sandbox.run(stage.ask('review this'), { stdin: 'diff --git a b\n' })
    expect(stage.model.requests.at(-1)?.prompt).toContain('review this\n\n```\ndiff --git a b\n```')
    await stage.sandbox.run(stage.ask(), { stdin: 'only this\n' })
    expect(stage.model.requests.at(-1)?.prompt).toContain('only this')
  })

  test('with the model and the system prompt that were asked for, and neither of them, nor the prompt, in any argv', async () => {
    stage.model.script((_request, index) => (index === 0 ? { hang: 'headers' } : { text: ['ok'] }))
    const child = stage.sandbox.start(['-b', backend.name, '-m', backend.model, '--system-prompt', 'You are SYSTEM-MARKER.', 'PROMPT-MARKER here', '-o', 'json'])
    await until(() => stage.model.requests.length > 0, 'the request to the model')
    const [request] = stage.model.requests
    expect(request?.model).toBe(backend.model)
    expect(request?.system).toContain('SYSTEM-MARKER')
    expect(request?.prompt).toContain('PROMPT-MARKER')
    const others = stage.sandbox.processes().filter((pid) => pid !== child.pid)
    expect(others.length).toBeGreaterThan(0)
    for (const pid of others) {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      expect(words).not.toContain('PROMPT-MARKER')
      expect(words).not.toContain('SYSTEM-MARKER')
      expect(words).not.toContain('test-key')
    }
    child.kill('SIGINT')
    await new Promise((resolve) => child.once('close', resolve))
  })

  test('without the secrets of other backends in the environment of its tools', async () => {
    stage.model.script([{ tools: [backend.shell('env')] }, { text: ['done'] }])
    const others = realBackends.filter(({ name }) => name !== backend.name)
    const env = Object.fromEntries(others.map(({ key }) => [key, 'secret-of-another']))
    const run = await stage.sandbox.run(stage.ask('look around', ...backend.shellFlags, '-o', 'json'), { env: { ...env, HARMLESS: 'seen' } })
    expect(run.code).toBe(0)
    const results = JSON.stringify(stage.model.requests.at(-1)?.tool_results)
    expect(results).toContain('HARMLESS=seen')
    expect(results).toContain('CLINVK_RUN_ID=')
    expect(results).not.toContain('secret-of-another')
  })
})
