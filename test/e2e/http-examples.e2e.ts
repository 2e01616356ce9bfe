import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { replayCli } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

/** The examples of the reference are run as they stand there, against a server with replayed CLIs. */
const page = readFileSync(new URL('../../docs/reference/http-api.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? '').filter((block) => block.includes('curl '))

let sandbox: Sandbox
let server: Serving
beforeAll(async () => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  replayCli(bin, 'codex', 'answer')
  replayCli(bin, 'claude', 'answer')
  sandbox.write('home/.clinvk/config.yaml', 'session:\n  retention_days: 0\n')
  server = await startServe(sandbox)
})
beforeEach(() => {
  const id = 'd2abc50fd56a330e0f0ea23f64c0196f'
  const session = { id, backend: 'codex', created_at: '2026-02-03T10:00:00.000Z', last_used: '2026-02-03T10:00:05.000Z', working_dir: sandbox.work, backend_session_id: 'x', initial_prompt: 'the parser', status: 'completed', turn_count: 1 }
  sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify(session))
})
afterAll(() => sandbox.remove())

describe('the examples of the reference', () => {
  test('are there', () => expect(blocks.length).toBeGreaterThan(6))

  test.each(blocks.map((block) => [block.split('\n')[0]?.slice(0, 90), block] as const))('%s', async (_title, block) => {
    const script = `curl() { command curl -sS --fail-with-body -w '\\n' "$@"; }\n${block.replaceAll('http://127.0.0.1:8080', server.url)}`
    const { stdout } = await promisify(execFile)('/bin/sh', ['-e', '-c', script], { env: sandbox.env, timeout: 30_000 })
    expect(stdout).toMatch(/"(?:backend|id|session_id|sessions|status)":/)
    expect(stdout).not.toContain('"error":')
  })
})
