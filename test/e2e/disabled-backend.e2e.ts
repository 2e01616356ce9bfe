import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  replayCli(`${sandbox.root}/bin`, 'claude', 'answer')
})
afterEach(() => sandbox.remove())

/** From now on the CLI leaves a mark when it is started. */
async function disable(): Promise<void> {
  writeExecutable(`${sandbox.root}/bin`, 'claude', [`touch '${sandbox.root}/started'`])
  const { code } = await sandbox.run(['config', 'set', 'backends.claude.enabled', 'false'])
  expect(code).toBe(0)
}

describe('a backend that is disabled is refused, and its CLI is not started', () => {
  test.each([
    ['as the default', ['hi']],
    ['by its name', ['-b', 'claude', 'hi']],
    ['in a dry run', ['-b', 'claude', '--dry-run', 'hi']],
    ['as a fallback', ['-b', 'codex', '--fallback', 'claude', 'hi']],
  ])('%s', async (_how, args) => {
    await disable()
    const run = await sandbox.run([...args, '--json'])
    expect(run.json()['error']).toMatchObject({ code: 'backend_disabled', message: expect.stringContaining('backend "claude" is disabled in config') })
    expect(run.code).toBe(2)
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })

  test('by a variable', async () => {
    await disable()
    await sandbox.run(['config', 'unset', 'backends.claude.enabled'])
    const run = await sandbox.run(['hi', '--json'], { env: { CLINVK_CLAUDE_ENABLED: 'no' } })
    expect(run.json()['error'].code).toBe('backend_disabled')
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })

  test('for a session that it began', async () => {
    const { session_id: id } = (await sandbox.run(['hi', '--json'])).json()
    await disable()
    for (const args of [['resume', id, 'more'], ['-c', 'more']]) expect((await sandbox.run([...args, '--json'])).json()['error'].code).toBe('backend_disabled')
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })

  test('over HTTP', async () => {
    await disable()
    const server = await startServe(sandbox)
    const answer = await server.prompt({ backend: 'claude', prompt: 'hi' })
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'backend_disabled' } }])
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })

  test('in a close look: it is listed as disabled', async () => {
    await disable()
    for (const args of [['backends'], ['backends', 'claude']]) {
      const { backends } = (await sandbox.run([...args, '--json'])).json()
      expect(backends[0]).toMatchObject({ name: 'claude', enabled: false })
    }
    expect(existsSync(`${sandbox.root}/started`)).toBe(false)
  })
})
