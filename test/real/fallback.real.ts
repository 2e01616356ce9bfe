import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ModelServer } from '../models/server.ts'
import { Sandbox } from '../sandbox.ts'
import { binFolder } from './pinned-clis.ts'
import { type RealBackend, realBackends } from './real-backend.ts'

const [claude, codex] = ['claude', 'codex'].map((name) => realBackends.find((backend) => backend.name === name)) as [RealBackend, RealBackend]

let sandbox: Sandbox
let failing: ModelServer
let answering: ModelServer
beforeAll(async () => {
  failing = await claude.startModel()
  answering = await codex.startModel()
})
beforeEach(() => {
  sandbox?.remove()
  sandbox = new Sandbox([binFolder('claude'), binFolder('codex')])
  claude.setUp(sandbox, failing.url)
  codex.setUp(sandbox, answering.url)
  answering.script({ text: ['From ', 'Codex.'] })
})
afterAll(async () => {
  await failing.close()
  await answering.close()
  sandbox.remove()
})

const ask = (...flags: string[]) => sandbox.run(['-b', 'claude', '--fallback', 'codex', '--max-retries', '0', 'hello', '-o', 'json', ...flags])

test.each([500, 529, 429, 401])('Codex answers when the model of Claude Code says %i, with its own model and in one session', async (status) => {
  failing.script({ error: { status, type: 'api_error', message: 'broken' } })
  const run = await ask('-m', claude.model)
  expect(run.json(), run.stderr).toMatchObject({ backend: 'codex', content: 'From Codex.', exit_code: 0, fallback: [{ backend: 'claude' }] })
  expect(run.code).toBe(0)
  expect(answering.requests[0]?.model).not.toBe(claude.model)
  expect(run.json()['warnings'].join('\n')).toContain(`the model "${claude.model}" is none of codex`)
  const { sessions } = (await sandbox.run(['sessions', 'list', '--json'])).json()
  expect(sessions).toMatchObject([{ backend: 'codex', id: run.json()['session_id'], backend_session_id: run.json()['backend_session_id'] }])
  expect(sandbox.processes()).toEqual([])
  // It goes on where it answered.
  const more = await sandbox.run(['-c', 'and more', '-o', 'json'])
  expect(more.json(), more.stderr).toMatchObject({ backend: 'codex', session_id: run.json()['session_id'] })
})

test('Codex answers when Claude Code cannot reach its model', async () => {
  claude.setUp(sandbox, 'http://127.0.0.1:9')
  expect((await ask()).json()).toMatchObject({ backend: 'codex', fallback: [{ backend: 'claude', code: 'backend_error' }] })
})

test('Claude Code keeps its answer when it breaks in the middle', async () => {
  // With a pause, so that the CLI has told the text before the connection goes.
  failing.script({ text: ['half ', 'an '], cut: true, delay_ms: 300 })
  answering.script({ text: ['never'] })
  const run = await sandbox.run(['-b', 'claude', '--fallback', 'codex', '--max-retries', '0', 'hello', '-o', 'stream-json'])
  expect(run.events().at(-1)).toMatchObject({ type: 'error', backend: 'claude' })
  expect(answering.requests).toEqual([])
})

test('a model service that is down is not asked again until a reset', async () => {
  sandbox.env['CLINVK_BREAKER_FAILURES'] = '2'
  failing.script({ error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } })
  await ask()
  await ask()
  const file = `${sandbox.home}/.clinvk/breakers/claude.json`
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ state: 'open', failures: 2 })
  const asked = failing.requests.length
  expect((await ask()).json()).toMatchObject({ backend: 'codex', fallback: [{ backend: 'claude', code: 'backend_unavailable' }] })
  expect(failing.requests.length).toBe(asked)
  failing.script({ text: ['Here again.'] })
  expect((await sandbox.run(['backends', '--reset', 'claude', '--json'])).json()).toMatchObject({ was: 'open' })
  expect((await ask()).json()).toMatchObject({ backend: 'claude', content: 'Here again.' })
  expect(existsSync(file)).toBe(false)
})
