import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('failures of $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
    // One failure after the other is what is wanted here: each one has to reach its CLI.
    stage.sandbox.env['CLINVK_BREAKER_ENABLED'] = 'false'
  })
  afterAll(() => stage.close())

  const fail = async (...flags: string[]) => {
    const run = await stage.sandbox.run(stage.ask('hello', '-o', 'json', '--max-retries', '0', ...flags))
    return { run, document: run.json(), error: run.json()['error'] }
  }

  test('a model that nobody knows', async () => {
    stage.model.script({ error: { status: 404, type: 'not_found_error', message: 'model: nobody-knows-this does not exist' } })
    const run = await stage.sandbox.run(['-b', backend.name, '-m', 'nobody-knows-this', 'hello', '-o', 'json', '--max-retries', '0'])
    expect(run.json()['error']).toMatchObject({ code: 'backend_error', details: { status: 404 } })
    expect(run.json()['error'].hint).toMatch(/-m|model/)
    expect(run.code).not.toBe(0)
    expect(stage.model.requests[0]?.model).toBe('nobody-knows-this')
  })

  test('a key that is refused', async () => {
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'invalid key' } })
    const { run, error } = await fail()
    expect(error).toMatchObject({ code: 'backend_unauthenticated' })
    expect(error.hint).toBeTruthy()
    expect(run.code).toBe(2)
    expect(run.stdout + run.stderr).not.toContain('test-key')
  })

  test('a key that may not', async () => {
    stage.model.script({ error: { status: 403, type: 'permission_error', message: 'not allowed' } })
    const { error } = await fail()
    expect(['backend_unauthenticated', 'permission_denied']).toContain(error.code)
  })

  test('a bad request', async () => {
    stage.model.script({ error: { status: 400, type: 'invalid_request_error', message: 'bad parameter' } })
    const { run, error } = await fail()
    // Codex hands on the API's message without its status.
    expect(error).toMatchObject({ code: 'backend_error', details: backend.name === 'codex' ? { exit_code: 1 } : { status: 400 } })
    expect(run.code).not.toBe(0)
  })

  test('a rate limit, with the time it ends where the CLI tells it', async () => {
    const resets = Math.floor(Date.now() / 1000) + 3600
    stage.model.script({
      error: {
        status: 429,
        ...(backend.name === 'claude' ? { type: 'rate_limit_error', headers: { 'retry-after': '3600', 'anthropic-ratelimit-unified-status': 'rejected', 'anthropic-ratelimit-unified-reset': String(resets) } } : {}),
        ...(backend.name === 'codex' ? { type: 'usage_limit_reached', body: { plan_type: 'plus', resets_at: resets, resets_in_seconds: 3600 } } : {}),
        ...(backend.name === 'gemini' ? { type: 'RESOURCE_EXHAUSTED', body: { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '3600s' }] } } : {}),
        message: 'slow down',
      },
    })
    const { run, error } = await fail()
    expect(error, run.stderr).toMatchObject({ code: 'backend_rate_limited' })
    expect(error.hint).toBeTruthy()
    expect(run.code).not.toBe(0)
    const told = error.details?.reset_at as string | undefined
    if (told !== undefined) expect(Math.abs(Date.parse(told) / 1000 - resets)).toBeLessThan(120)
    console.log(`${backend.name}: reset time of a rate limit is ${told === undefined ? 'not told by the CLI' : 'told'}`)
  })

  test('a server error, and an overloaded one', async () => {
    for (const status of [500, 529]) {
      stage.model.script({ error: { status, type: 'api_error', message: 'broken' } })
      const { run, error } = await fail()
      expect(error, run.stderr).toMatchObject({ code: 'backend_error' })
      if (!(backend.name === 'codex')) expect(error.details?.status).toBe(status)
      expect(run.code).not.toBe(0)
    }
  })

  test('retries are bounded, and announced', async () => {
    stage.model.script({ error: { status: 500, type: 'api_error', message: 'broken' } })
    const run = await stage.sandbox.run(stage.ask('hello', '-o', 'stream-json', '--max-retries', '1'))
    expect(run.events().at(-1)).toMatchObject({ type: 'error', content: { code: 'backend_error' } })
    expect(stage.model.requests.length).toBeGreaterThanOrEqual(2)
    expect(stage.model.requests.length).toBeLessThanOrEqual(4)
  })

  test('a model that never answers is given up after the idle time', async () => {
    for (const hang of ['headers', 'stream'] as const) {
      stage.model.script({ hang, text: ['half an '] })
      const started = performance.now()
      const run = await stage.sandbox.run(stage.ask('hello', '-o', 'json', '--idle-timeout', backend.name === 'gemini' ? '6' : '4'))
      expect(run.json()['error']).toMatchObject({ code: 'timeout' })
      expect(run.code).toBe(6)
      expect(performance.now() - started).toBeLessThan(30_000)
      if (hang === 'stream' && backend.name !== 'codex') expect(run.json()['content']).toBe('half an ')
      expect(stage.sandbox.processes()).toEqual([])
    }
  })

  test('a run that takes longer than it may', async () => {
    // No two pieces alike: Gemini CLI takes repeated text for a loop of its model, and ends the run itself.
    stage.model.script({ text: Array.from({ length: 200 }, (_piece, index) => `${index.toString(36)} of ${(index * 7919) % 997}; `), delay_ms: 200 })
    const run = await stage.sandbox.run(stage.ask('hello', '-o', 'json', '--timeout', '5'))
    expect(run.json()['error'], run.stdout + run.stderr).toMatchObject({ code: 'timeout', details: { timeout_secs: 5 } })
    expect(run.code).toBe(6)
    expect(stage.sandbox.processes()).toEqual([])
  })

  test('an answer that is cut off', async () => {
    stage.model.script({ text: ['half ', 'an '], cut: true })
    const { run, error } = await fail()
    // Claude Code asks once more without streaming; what it then gets is the same cut.
    expect(error, run.stdout).toBeDefined()
    expect(['backend_error', 'backend_output_invalid']).toContain(error.code)
    expect(run.code).not.toBe(0)
  })

  test('a connection that is refused', async () => {
    const port = await freePort()
    const sandbox = stage.sandbox
    const before = { ...sandbox.env }
    backend.setUp(sandbox, `http://127.0.0.1:${port}`)
    try {
      const started = performance.now()
      const { run, error } = await fail()
      expect(error, run.stderr).toMatchObject({ code: 'backend_error' })
      expect(error.message + error.hint).toMatch(/connect|network|reach/i)
      expect(performance.now() - started).toBeLessThan(60_000)
    } finally {
      backend.setUp(sandbox, stage.model.url)
      Object.assign(sandbox.env, before)
    }
  })

  test('a CLI that is not signed in', async () => {
    const { [backend.key]: _key, ...env } = stage.sandbox.env
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'no key' } })
    const sandbox = stage.sandbox
    const saved = { ...sandbox.env }
    for (const name of Object.keys(sandbox.env)) if (!(name in env)) delete sandbox.env[name]
    try {
      const { run, error } = await fail()
      expect(error, run.stderr).toMatchObject({ code: 'backend_unauthenticated' })
      expect(error.hint).toBeTruthy()
      expect(run.code).toBe(2)
    } finally {
      Object.assign(sandbox.env, saved)
    }
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
