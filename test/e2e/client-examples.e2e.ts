import { symlinkSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url))

/** The clients of `examples/clients`, run as their page says, against a server with a stand-in for Codex CLI. */
describe('the clients among the examples', () => {
  let sandbox: Sandbox
  let server: Serving
  beforeAll(async () => {
    sandbox = new Sandbox()
    const bin = join(sandbox.root, 'bin')
    sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
    // It repeats what it was asked, less what would break its own line.
    writeExecutable(bin, 'codex', [
      'prompt=$(tr -d \'"\\\\\' | tr "\\n" "~")',
      'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n\'',
      'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"heard: %s"}}\\n\' "$prompt"',
      'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
    ])
    symlinkSync(path('core/bin/run.js'), join(bin, 'clinvk'))
    server = await startServe(sandbox, [], { env: { CLINVK_API_KEYS: 'a-key' } })
  })
  afterAll(() => sandbox.remove())

  const run = (file: string, env: Readonly<Record<string, string>> = {}) =>
    finished(spawn(process.execPath, [path(`examples/clients/${file}`), 'one two', 'codex'], { env: { ...sandbox.env, SERVER_URL: server.url, SERVER_KEY: 'a-key', ...env }, cwd: sandbox.work, stdio: ['ignore', 'pipe', 'pipe'] }))

  test.each([
    ['openai.js', 'heard: one two\n(2 tokens)\n'],
    ['anthropic.js', 'heard: one two\n(2 tokens)\n'],
    ['mcp.js', 'heard: one two\n'],
  ])('%s prints the answer', async (file, printed) => {
    const { code, stdout, stderr } = await run(file)
    expect(stderr).toBe('')
    expect([code, stdout]).toEqual([0, printed])
  })

  test('langchain.js goes on with its own conversation', async () => {
    const { code, stdout } = await run('langchain.js')
    expect(code).toBe(0)
    const [first, second] = stdout.trim().split('\n') as [string, string]
    expect(first).toBe('heard: one two')
    expect(second).toMatch(/role:assistant.*heard: one two.*Say that again/)
  })

  test.each(['openai.js', 'anthropic.js', 'langchain.js'])('%s fails without the key', async (file) => {
    const { code, stderr } = await run(file, { SERVER_KEY: 'another' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/AuthenticationError|401/)
  })
})
