import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host, InteractiveRun, RunOptions } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { interactive, nativeSession } from '../src/interactive.ts'
import { hostWith } from './host.ts'
import { foundOf, requestOf, sessionId } from './request.ts'

type Change = Parameters<typeof requestOf>[0]

const runId = '6b5fb5c0-9a5c-4b0e-8c58-b8ac4ff6b8a4'
const screenOf = (change: Change = {}, facts: Parameters<typeof foundOf>[0] = {}) => interactive(requestOf({ run_id: runId, input: [], ...change }), foundOf(facts))
const codes = (change: Change, facts: Parameters<typeof foundOf>[0] = {}) => (screenOf(change, facts).warnings ?? []).map(({ code }) => code)

describe('the screen', () => {
  test('with a key has the home of other runs, tells its id, keeps colours and leaves the question of trust to the CLI', () => {
    const { file, args, env, stdin, files } = screenOf()
    expect({ file, args, stdin }).toEqual({ file: '/usr/bin/gemini', args: [`--session-id=${runId}`], stdin: undefined })
    expect(env).toEqual({ GEMINI_CLI_HOME: { path: 'gemini-home' }, GEMINI_CLI_TRUSTED_FOLDERS_PATH: '/home/user/.gemini/trustedFolders.json' })
    expect(files).toMatchObject({ 'gemini-home/.gemini/tmp': { link: '/state/home/tmp' } })
    expect(codes({})).toEqual(['settings_not_kept'])
  })

  test.for([
    ['a login of its own', { kind: 'user', type: 'oauth-personal' }],
    ['nobody signed in, so that a sign-in is kept', { kind: 'key' }],
  ] as const)('with %s runs in the user\'s home', ([, login]) => {
    const { env, files } = screenOf({}, { login })
    expect(env).toEqual({})
    expect(files).toEqual({})
    expect(codes({}, { login })).not.toContain('settings_not_kept')
  })

  test('has the options', () => {
    const { args, env, files } = screenOf({ options: { model: 'flash', allowed_tools: ['glob'], allowed_dirs: ['/data'], extra_flags: ['--screen-reader'], system_prompt: 'SECRET WORDS', max_turns: 3 } })
    expect(args).toEqual(['--model=flash', '--allowed-tools=glob', '--include-directories=/data', '--screen-reader', `--session-id=${runId}`])
    expect(env).toMatchObject({ GEMINI_SYSTEM_MD: { path: 'system.md' } })
    expect(files).toMatchObject({ 'system.md': { content: 'SECRET WORDS' } })
    expect(JSON.stringify(files?.['gemini-home/.gemini/settings.json'])).toContain('maxSessionTurns')
  })

  test('goes on with a conversation', () => {
    expect(screenOf({ resume: { backend_session_id: sessionId, fork: false } }).args).toEqual([`--resume=${sessionId}`])
  })

  test.for([
    [{ approval_mode: 'always' }, ['--approval-mode=default'], ['settings_not_kept']],
    [{ approval_mode: 'auto' }, ['--approval-mode=auto_edit'], ['settings_not_kept']],
    [{ approval_mode: 'none' }, ['--approval-mode=default'], ['settings_not_kept', 'approval_asked']],
    [{ sandbox_mode: 'workspace' }, ['--approval-mode=auto_edit'], ['settings_not_kept']],
    [{ sandbox_mode: 'full', approval_mode: 'none' }, ['--approval-mode=yolo'], ['settings_not_kept']],
    [{ sandbox_mode: 'read-only' }, ['--approval-mode=default', { path: 'read-only.toml', prefix: '--admin-policy=' }], ['settings_not_kept']],
  ] as const satisfies readonly (readonly [Partial<RunOptions>, readonly unknown[], readonly string[]])[])('keeps to %j, and can ask', ([options, flags, warnings]) => {
    expect(screenOf({ options }).args).toEqual([...flags, `--session-id=${runId}`])
    expect(codes({ options })).toEqual(warnings)
  })

  test.for([
    ['a prompt', { input: [{ type: 'text' as const, text: 'SECRET WORDS' }] }, {}],
    ['a fork', { resume: { backend_session_id: sessionId, fork: true } }, {}],
    ['an ephemeral run in the user\'s home', { ephemeral: true }, { login: { kind: 'user' as const } }],
    ['a flag that it would ignore', { options: { extra_flags: ['--raw-output'] } }, {}],
  ] as const)('refuses %s', ([, change, facts]) => {
    expect(() => screenOf(change, facts)).toThrow(expect.objectContaining({ code: 'unsupported', message: expect.not.stringContaining('SECRET') }))
  })

  test('of an ephemeral run keeps its conversation in its own home, which is removed', () => {
    expect(Object.keys(screenOf({ ephemeral: true }).files ?? {})).not.toContain('gemini-home/.gemini/tmp')
  })
})

describe('the conversation in which a screen ended', () => {
  const next = 'aaaaaaaa-2222-4333-8444-555555555555'
  const at = (second: number): string => `2026-11-20T20:00:${String(second).padStart(2, '0')}.000Z`
  const run = (change: Change = {}): InteractiveRun => ({ request: requestOf({ run_id: runId, input: [], ...change }), started_at: at(10) })
  const answer = '{"id":"x","type":"gemini","content":"pong"}\n'
  const typed = (id: string, message: string, second: number) => ({ sessionId: id, messageId: 0, type: 'user', message, timestamp: at(second) })

  function save(home: string, sessions: readonly (readonly [id: string, second: number, text: string])[], logs?: string): void {
    const folder = join(home, 'tmp', 'work')
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const [id, second, text] of sessions) write(`chats/session-2026-11-20T20-00-${id.slice(0, 8)}.jsonl`, `${JSON.stringify({ sessionId: id, startTime: at(second), kind: 'main' })}\n${text}`)
    if (logs !== undefined) write('logs.json', logs)
  }
  const storage = (host: Host) => join(host.state_dir, 'home')

  test('is the one it was begun with, in the storage of private homes or in the user\'s', async () => {
    const host = hostWith({})
    save(storage(host), [[runId, 11, answer]], JSON.stringify([typed(runId, '/clear', 5)]))
    expect(await nativeSession(host, run())).toBe(runId)
    const users = hostWith({})
    save(join(users.home, '.gemini'), [[sessionId, 1, answer]])
    expect(await nativeSession(users, run({ resume: { backend_session_id: sessionId, fork: false } }))).toBe(sessionId)
  })

  test('is the one after /clear', async () => {
    const host = hostWith({})
    save(storage(host), [[runId, 11, answer], [sessionId, 12, answer], [next, 21, answer]], JSON.stringify([typed(runId, 'hi', 12), typed(runId, '/clear', 20), typed(sessionId, '/clear', 30)]))
    expect(await nativeSession(host, run())).toBe(next)
  })

  test('is none when nothing was answered', async () => {
    const host = hostWith({})
    expect(await nativeSession(host, run())).toBeUndefined()
    save(storage(host), [[runId, 11, '{"$set":{"messages":[]}}\n'], [sessionId, 12, answer]])
    expect(await nativeSession(host, run())).toBeUndefined()
  })
})
