import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
let server: Serving
beforeAll(async () => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that notes that it was started.
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    `touch '${sandbox.root}/started'`,
    'cat > /dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"ok"}}\\n{"type":"turn.completed","usage":{"input_tokens":3,"output_tokens":2}}\\n\'',
  ])
  server = await startServe(sandbox)
})
afterAll(() => sandbox.remove())

describe('a prompt over HTTP', () => {
  const asked = { backend: 'codex', prompt: 'hi' }
  const tooMuch: readonly (readonly [string, object, string])[] = [
    ['a model that no argument can hold', { model: 'x'.repeat(200_000) }, 'body.model'],
    ['a model of 257 characters', { model: 'x'.repeat(257) }, 'body.model'],
    ['a model with a line feed', { model: 'gpt\n--yolo' }, 'body.model'],
    ['a model with a NUL character', { model: 'gpt\0' }, 'body.model'],
    ['101 tags', { tags: Array.from({ length: 101 }, (_one, index) => `t${index}`) }, 'body.tags'],
    ['a tag of 101 characters', { tags: ['ok', 'x'.repeat(101)] }, 'body.tags.1'],
    ['a tag without a character', { tags: [''] }, 'body.tags.0'],
    ['a time that would fire at once', { timeout_secs: 2_147_484 }, 'body.timeout_secs'],
    ['a time without events that would fire at once', { idle_timeout_secs: 1e300 }, 'body.idle_timeout_secs'],
  ]
  test.each(tooMuch)('with %s is refused, and nothing is started', async (_what, more, location) => {
    const answer = await server.prompt({ ...asked, ...more })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request', message: expect.stringMatching(/^.{1,200}$/), details: { location } } })
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })

  test('may go as far as that', async () => {
    const tags = Array.from({ length: 100 }, (_one, index) => `${'\n'.repeat(98)}${String(index).padStart(2, '0')}`)
    const answer = await server.prompt({ ...asked, model: 'x'.repeat(256), tags: tags.slice(0, 99), timeout_secs: 2_073_600, idle_timeout_secs: 2_073_600 })
    expect(await answer.json()).toMatchObject({ exit_code: 0, output: 'ok' })
  })
})
