import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('smoke: the real $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  test('answers a prompt literally, for one request to its model', async () => {
    stage.model.script({ text: ['hello ', 'there'], usage: { input: 12, output: 2 } })
    const run = await stage.sandbox.run(stage.ask('-o', 'json', '--', '/help is no command here'))
    expect(run.json(), run.stderr).toMatchObject({ backend: backend.name, content: 'hello there', exit_code: 0, usage: { input_tokens: 12, output_tokens: 2 } })
    expect(stage.model.requests).toHaveLength(1)
    expect(stage.model.requests[0]?.prompt).toContain('/help is no command here')
  })

  test('fails with the right code, and leaves nothing running', async () => {
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'invalid key' } })
    const run = await stage.sandbox.run(stage.ask('hello', '-o', 'json', '--max-retries', '0'))
    expect(run.json()['error']).toMatchObject({ code: 'backend_unauthenticated' })
    expect(run.code).toBe(2)
    expect(stage.sandbox.processes()).toEqual([])
  })
})
