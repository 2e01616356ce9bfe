import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

describe('clinvk --fallback', () => {
  test.each(['overloaded', 'server-error', 'rate-limited', 'not-signed-in'])('answers from the next CLI when the first one ends like "%s"', async (recording) => {
    replayCli(bin, 'claude', recording)
    replayCli(bin, 'codex', 'answer')
    const run = await sandbox.run(['-b', 'claude', '--fallback', 'codex', 'hi', '-o', 'stream-json'])
    expect(run.code, run.stderr).toBe(0)
    const events = run.events()
    const told = events.filter(({ type }) => type === 'warning' || type === 'init' || type === 'done' || type === 'error').map(({ type, backend, content }) => `${backend} ${type} ${content.code ?? ''}`.trim())
    expect(told).toEqual(['claude warning fallback', 'codex init', 'codex done'])
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1))
    expect(new Set(events.map(({ session_id: id }) => id)).size).toBe(1)
    expect(sandbox.processes()).toEqual([])
  })

  test('tells in the JSON document who failed, and keeps one session, of the one that answered', async () => {
    replayCli(bin, 'claude', 'overloaded')
    replayCli(bin, 'codex', 'answer')
    const run = await sandbox.run(['-b', 'claude', '--fallback', 'gemini,codex', 'hi', '--json'])
    expect(run.json(), run.stderr).toMatchObject({
      backend: 'codex',
      exit_code: 0,
      fallback: [{ backend: 'claude', code: 'backend_error', message: expect.any(String) }, { backend: 'gemini', code: 'backend_unavailable' }],
      warnings: [expect.stringContaining('claude failed'), expect.stringContaining('gemini failed')],
    })
    const list = (await sandbox.run(['sessions', 'list', '--json'])).json()
    expect(list['total']).toBe(1)
    expect(list['sessions']).toMatchObject([{ backend: 'codex', status: 'completed', id: run.json()['session_id'] }])
    expect((await sandbox.run(['sessions', 'show', run.json()['session_id'], '--json'])).json()['turns']).toMatchObject([{ backend: 'codex', fallback: [{ backend: 'claude' }, { backend: 'gemini' }] }])
    // The conversation goes on with that one alone.
    const refused = await sandbox.run(['-c', 'more', '--fallback', 'gemini', '--json'])
    expect(refused.json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('cannot fall back to gemini') })
    expect(refused.code).toBe(1)
  })

  test('with text prints the answer alone, and a line on stderr', async () => {
    replayCli(bin, 'codex', 'answer')
    const run = await sandbox.run(['-b', 'claude', '--fallback', 'codex', 'hi', '-o', 'text'])
    expect(run.stderr).toBe('warning: claude failed (backend_unavailable: backend "claude" is not available (CLI not found in PATH)); codex is asked instead\n')
    expect(run.stdout).toBe((await sandbox.run(['-b', 'codex', 'hi', '-o', 'text'])).stdout)
  })

  test('exits as the last one does when all fail, with every attempt in one document', async () => {
    replayCli(bin, 'claude', 'overloaded')
    writeExecutable(bin, 'codex', ['cat >/dev/null', 'printf \'{"type":"turn.failed","error":{"message":"unexpected status 500"}}\\n\'', 'exit 9'])
    const run = await sandbox.run(['-b', 'claude', 'hi', '--json'], { env: { CLINVK_RUN_FALLBACK: 'codex' } })
    expect(run.code).toBe(9)
    expect(run.json()).toMatchObject({ backend: 'codex', error: { code: 'backend_error', details: { attempts: [{ backend: 'claude' }, { backend: 'codex' }] } } })
    const none = await sandbox.run(['-b', 'gemini', 'hi', '--json'], { env: { CLINVK_GEMINI_FALLBACK: 'codex', PATH: '/usr/bin:/bin' } })
    expect(none.code).toBe(2)
    expect(none.json()['error']).toMatchObject({ code: 'backend_unavailable', backend: 'codex', details: { attempts: [{ backend: 'gemini' }, { backend: 'codex' }] } })
  })

  test('stops at once on Ctrl-C, and asks nobody else', async () => {
    writeExecutable(bin, 'claude', [`touch ${sandbox.root}/asked-claude`, 'cat >/dev/null', 'sleep 300'])
    writeExecutable(bin, 'codex', [`touch ${sandbox.root}/asked-codex`])
    const child = sandbox.start(['-b', 'claude', '--fallback', 'codex', 'hi', '--json'])
    const end = finished(child)
    await until(() => readdirSync(sandbox.root).includes('asked-claude'), 'the first CLI')
    child.kill('SIGINT')
    const run = await end
    expect(run.code).toBe(7)
    expect(run.json()['error']).toMatchObject({ code: 'cancelled' })
    expect(readdirSync(sandbox.root)).not.toContain('asked-codex')
    expect(sandbox.processes()).toEqual([])
  })

  test('refuses a list that cannot be used before the first CLI starts, and before it reads what is piped in', async () => {
    writeExecutable(bin, 'claude', [`touch ${sandbox.root}/asked-claude`])
    for (const [list, code] of [['codx', 'backend_not_found'], ['codex,codex', 'invalid_request'], ['claude', 'invalid_request']] as const) {
      const run = await sandbox.run(['-b', 'claude', '--fallback', list, 'hi', '--json'])
      expect(run.json()['error']).toMatchObject({ code })
    }
    expect(readdirSync(sandbox.root)).not.toContain('asked-claude')
  })

  test('begins a session of its own where auto_resume would go on with another, and after resume --new too', async () => {
    replayCli(bin, 'codex', 'answer')
    sandbox.write('home/.clinvk/config.yaml', 'default_backend: codex\nsession:\n  auto_resume: true\n')
    const first = (await sandbox.run(['one', '--json'])).json()['session_id'] as string
    const second = await sandbox.run(['two', '--fallback', 'gemini', '--json'])
    expect(second.json()['session_id'], second.stdout).not.toBe(first)
    const anew = await sandbox.run(['resume', first, 'three', '--new', '--fallback', 'gemini', '--json'])
    expect(anew.code, anew.stdout).toBe(0)
    expect(readFileSync(`${sandbox.home}/.clinvk/sessions/${anew.json()['session_id']}.json`, 'utf8')).toContain(`"parent_id": "${first}"`)
  })
})
