import { spawn } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ModelServer } from '../models/server.ts'
import { finished, Sandbox } from '../sandbox.ts'
import { binFolder } from './pinned-clis.ts'
import { type RealBackend, realBackends } from './real-backend.ts'

const [claude, codex] = ['claude', 'codex'].map((name) => realBackends.find((backend) => backend.name === name) as RealBackend) as [RealBackend, RealBackend]

let sandbox: Sandbox
let own: ModelServer
let other: ModelServer
beforeEach(async () => {
  sandbox = new Sandbox([claude, codex].map(({ cli }) => binFolder(cli)))
  own = await claude.startModel()
  other = await codex.startModel()
  claude.setUp(sandbox, own.url)
  codex.setUp(sandbox, other.url)
})
afterEach(async () => {
  await own.close()
  await other.close()
  sandbox.end()
  sandbox.remove()
})

test('Claude Code has Codex CLI asked in the background, and gets the answer with clinvk_job', async () => {
  expect((await sandbox.run(['mcp', 'install', 'claude', '--json'])).code).toBe(0)
  own.script(({ tool_results: results }) => {
    if (results.length === 0) return { tools: [{ name: 'mcp__clinvk__clinvk_prompt', input: { backend: 'codex', prompt: 'PING', workdir: sandbox.work, background: true } }] }
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(results.join())?.[0]
    if (results.length === 1) return { tools: [{ name: 'mcp__clinvk__clinvk_job', input: { id, wait_secs: 50 } }] }
    return { text: [`it said ${/PONG-\d+/.exec(results.at(-1) ?? '')?.[0] ?? 'nothing'}`] }
  })
  other.script({ text: ['PONG-4711'] })
  const { code, stdout, stderr } = await finished(spawn('claude', ['-p', 'ask the other one', '--allowedTools', 'mcp__clinvk'], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', 'pipe', 'pipe'] }))
  expect(stdout, `${stderr}\n${JSON.stringify(own.requests.map(({ tool_results }) => tool_results))}`).toContain('it said PONG-4711')
  expect(code).toBe(0)
  const answers = own.requests.at(-1)?.tool_results ?? []
  expect(answers[0]).toContain('running')
  expect(answers[1]).toContain('completed')
  expect(sandbox.processes()).toEqual([])
})
