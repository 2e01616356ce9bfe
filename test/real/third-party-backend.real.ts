import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startAnthropicModel } from '../models/anthropic.ts'
import type { ModelServer } from '../models/server.ts'
import { Sandbox } from '../sandbox.ts'
import { packThirdPartyBackend } from '../third-party-backend.ts'
import { binFolder } from './pinned-clis.ts'

/** As a stranger would: the packed example, a clean data folder, and pi itself, which nobody here has made. Each test goes on where the one before ended. */
describe('the third-party backend of the examples, with the real pi', () => {
  let sandbox: Sandbox
  let model: ModelServer
  beforeAll(async () => {
    model = await startAnthropicModel()
    sandbox = new Sandbox([binFolder('pi')])
    // The key is a secret of claude, which pi uses too.
    Object.assign(sandbox.env, { CLINVK_DATA_DIR: `${sandbox.root}/data`, PI_OFFLINE: '1', ANTHROPIC_API_KEY: 'test-key-of-pi' })
    sandbox.write('home/.pi/agent/models.json', JSON.stringify({ providers: { anthropic: { baseUrl: model.url } } }))
    const installed = await sandbox.run(['plugins', 'install', `file:${packThirdPartyBackend(sandbox)}`, '--json'])
    expect(installed.code, installed.stdout).toBe(0)
  })
  afterAll(async () => {
    await model.close()
    sandbox.remove()
  })

  const id = 'anthropic/claude-sonnet-4-6'
  const clinvk = (...args: string[]) => sandbox.run(args[0] === '-b' ? ['--json', ...args] : [...args, '--json'])
  const ask = (...args: string[]) => clinvk('-b', 'pi', '-m', id, ...args)
  const sent = () => JSON.stringify(model.requests.at(-1)?.body)

  test('is listed, with the version of its CLI and whether it is signed in', async () => {
    const listed = (await clinvk('backends', 'pi')).json()
    expect(listed['backends']).toMatchObject([{ name: 'pi', available: true, package: 'clinvk-plugin-pi', version: '0.73.1', details: { signed_in: true }, problems: [] }])
    const without = (await sandbox.run(['backends', 'pi', '--json'], { env: { ANTHROPIC_API_KEY: '' } })).json()
    expect(without['backends'][0]).toMatchObject({ details: { signed_in: false }, problems: [expect.stringContaining('use /login')] })
  })

  test('answers a prompt with the usage of one request, and streams it', async () => {
    model.script({ text: ['hello ', 'there'], thinking: 'A greeting.', usage: { input: 12, output: 2, cached: 4 } })
    const run = await ask('Say hello')
    expect(run.json(), run.stderr).toMatchObject({ backend: 'pi', content: 'hello there', model: 'claude-sonnet-4-6', exit_code: 0, usage: { input_tokens: 12, output_tokens: 2 } })
    expect(model.requests).toHaveLength(1)
    const events = (await sandbox.run(['-b', 'pi', '-m', id, '-o', 'stream-json', '--ephemeral', 'Say hello'])).events()
    expect(events.filter(({ type }) => type === 'message').map(({ content }) => content.text)).toEqual(['hello ', 'there', 'hello there'])
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['init', 'thinking', 'done']))
  })

  test('goes on with -c, and forks', async () => {
    model.script({ text: ['first answer'] })
    const first = (await ask('question one')).json()
    model.script({ text: ['second answer'] })
    const second = await clinvk('-c', 'question two')
    expect(second.json(), second.stderr).toMatchObject({ content: 'second answer', session_id: first['session_id'], backend_session_id: first['backend_session_id'] })
    expect(sent()).toContain('first answer')
    const forked = (await clinvk('resume', first['session_id'], '--fork', 'question three')).json()
    expect(sent()).toContain('question two')
    expect(forked['backend_session_id']).not.toBe(first['backend_session_id'])
    await clinvk('resume', first['session_id'], 'question four')
    expect(sent()).not.toContain('question three')
  })

  test('an ephemeral run leaves no session behind', async () => {
    const sessions = () => sandbox.files('home/.pi/agent/sessions').length
    const before = sessions()
    model.script({ text: ['gone'] })
    expect((await ask('--ephemeral', 'forget this')).json()).toMatchObject({ content: 'gone' })
    expect(sessions()).toBe(before)
  })

  test('a system prompt reaches the model, and no other process of the machine', async () => {
    model.script({ text: ['ok'] })
    expect((await ask('--system-prompt=--SYSTEM-MARKER', 'hello')).json()).toMatchObject({ exit_code: 0 })
    expect(model.requests[0]?.system).toContain('--SYSTEM-MARKER')
    expect((await ask('--system-prompt=--SYSTEM-MARKER', '--dry-run', 'hello')).stdout).not.toContain('SYSTEM-MARKER')
  })

  test('a prompt reaches the model as it is, also where pi has a template, a skill or a file of that name', async () => {
    sandbox.write('work/.pi/prompts/review.md', '---\ndescription: x\n---\nEXPANDED $@')
    sandbox.write('work/.pi/skills/foo/SKILL.md', '---\nname: foo\ndescription: foo\n---\nEXPANDED')
    sandbox.write('work/note.txt', 'EXPANDED')
    for (const prompt of ['/review this', '/skill:foo this', 'look at @note.txt', '@note.txt', '!ls', '--help']) {
      model.script({ text: ['ok'] })
      const run = await ask('--', prompt)
      expect(run.json(), run.stderr).toMatchObject({ exit_code: 0 })
      expect(model.requests[0]?.prompt).toBe(prompt)
      expect(sent()).not.toContain('EXPANDED')
    }
    expect((await ask('--native-input', '/review this')).json()).toMatchObject({ exit_code: 0 })
    expect(model.requests.at(-1)?.prompt).toBe('EXPANDED this')
  })

  test('uses its tools, but writes nothing in the sandbox read-only', async () => {
    for (const [mode, written] of [['full', true], ['read-only', false]] as const) {
      model.script([{ tools: [{ name: 'write', input: { path: `${mode}.txt`, content: 'x' } }] }, { text: ['the end'] }])
      const run = await ask('--sandbox-mode', mode, 'write it')
      expect(run.json(), run.stderr).toMatchObject({ content: 'the end', exit_code: 0 })
      expect(existsSync(join(sandbox.work, `${mode}.txt`))).toBe(written)
    }
  })

  test.each([
    ['a bad key', { error: { status: 401, type: 'authentication_error', message: 'bad key' } }, 'backend_unauthenticated', 2],
    ['a limit', { error: { status: 429, type: 'rate_limit_error', message: 'slow' } }, 'backend_rate_limited', 1],
    ['a bad request', { error: { status: 400, type: 'invalid_request_error', message: 'SECRET-WORDS' } }, 'backend_error', 1],
  ] as const)('%s is told by its code, without the words of the model', async (_what, reply, code, exit) => {
    model.script(reply)
    const run = await ask('--max-retries', '0', 'hello')
    expect(run.json()['error']).toMatchObject({ code, details: { status: reply.error.status } })
    expect(run.stdout).not.toContain('SECRET-WORDS')
    expect(run.code).toBe(exit)
  })

  test('a conversation that pi has lost is not begun anew', async () => {
    model.script({ text: ['never'] })
    const first = (await ask('to be lost')).json()
    const lost = sandbox.files('home/.pi/agent/sessions').filter((file) => file.includes(first['backend_session_id']))
    expect(lost).toHaveLength(1)
    rmSync(lost[0] as string)
    model.script({ text: ['never'] })
    const run = await clinvk('resume', first['session_id'], 'hello')
    expect(run.json()['error']).toMatchObject({ code: 'session_not_resumable' })
    expect(run.code).toBe(4)
    expect(model.requests).toHaveLength(0)
  })

  test('a run that takes too long is ended, with what it started', async () => {
    model.script({ text: ['half '], hang: 'stream' })
    const run = await ask('--timeout', '4', 'hello')
    expect(run.json()).toMatchObject({ error: { code: 'timeout' } })
    expect(sandbox.processes()).toEqual([])
  })

  test('is gone when it is uninstalled', async () => {
    expect((await clinvk('plugins', 'uninstall', 'clinvk-plugin-pi')).code).toBe(0)
    expect((await ask('hello')).json()['error']).toMatchObject({ code: 'backend_not_found' })
  })
})
