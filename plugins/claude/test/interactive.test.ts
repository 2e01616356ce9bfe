import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host, InteractiveRun } from '@clinvk/plugin-sdk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { interactive, nativeSession } from '../src/interactive.ts'
import { requestOf } from './request.ts'

const found = { file: '/usr/bin/claude' }
const runId = '6b5fb5c0-9a5c-4b0e-8c58-b8ac4ff6b8a4'
const other = '11111111-2222-4333-8444-555555555555'
const screenOf = (change: Parameters<typeof requestOf>[0] = {}) => interactive(requestOf({ run_id: runId, input: [], ...change }), found)
const args = (change: Parameters<typeof requestOf>[0] = {}) => screenOf(change).args

describe('the screen', () => {
  test('is opened plainly, with an id for the conversation and without anything for machines', () => {
    const { file, stdin, env, stop } = screenOf()
    expect(args()).toEqual([`--session-id=${runId}`])
    expect({ file, stdin, env, stop }).toEqual({ file: '/usr/bin/claude', stdin: undefined, env: { CLAUDE_CODE_MAX_RETRIES: '2' }, stop: { signal: 'SIGTERM', grace_ms: 3000 } })
  })

  test('has the options', () => {
    const options = { model: 'opus', allowed_dirs: ['/data'], allowed_tools: ['Read'], extra_flags: ['--effort', 'low'] }
    expect(args({ options })).toEqual(['--effort', 'low', '--allowedTools=Read', '--model=opus', '--add-dir=/data', `--session-id=${runId}`])
  })

  test('gets a system prompt in a file, also for a conversation that had another', () => {
    const { args: given, files } = screenOf({ options: { system_prompt: 'SECRET WORDS' }, resume: { backend_session_id: other, fork: false } })
    expect(given).toContainEqual({ path: 'system-prompt.md', prefix: '--system-prompt-file=' })
    expect(given).toContain('--system-prompt-snapshot=off')
    expect(files).toEqual({ 'system-prompt.md': { content: 'SECRET WORDS' } })
    expect(JSON.stringify(given)).not.toContain('SECRET')
    expect(args({ options: { system_prompt: 'x' } })).not.toContain('--system-prompt-snapshot=off')
  })

  test('goes on with a conversation, or forks it under a new id', () => {
    expect(args({ resume: { backend_session_id: other, fork: false } })).toEqual([`--resume=${other}`])
    expect(args({ resume: { backend_session_id: other, fork: true } })).toEqual([`--resume=${other}`, '--fork-session', `--session-id=${runId}`])
  })

  test.for([
    [{ approval_mode: 'always' }, '--permission-mode=default'],
    [{ approval_mode: 'always', sandbox_mode: 'full' }, '--permission-mode=default'],
    [{ approval_mode: 'none' }, '--permission-mode=dontAsk'],
    [{ approval_mode: 'auto' }, '--permission-mode=acceptEdits'],
    [{ sandbox_mode: 'workspace' }, '--permission-mode=acceptEdits'],
    [{ sandbox_mode: 'full' }, '--permission-mode=bypassPermissions'],
    [{ sandbox_mode: 'read-only' }, '--strict-mcp-config'],
  ] as const)('keeps to %j, and can ask', ([options, flag]) => {
    expect(args({ options })).toContain(flag)
    expect(screenOf({ options }).warnings).toEqual([])
  })

  test.for([
    ['a prompt', { input: [{ type: 'text' as const, text: 'SECRET WORDS' }] }],
    ['max_turns', { options: { max_turns: 3 } }],
    ['an ephemeral run', { ephemeral: true }],
    ['a flag that it would ignore', { options: { extra_flags: ['--max-budget-usd', '1'] } }],
  ] as const)('refuses %s', ([, change]) => {
    expect(() => screenOf(change)).toThrow(expect.objectContaining({ code: 'unsupported', message: expect.not.stringContaining('SECRET') }))
  })
})

describe('the conversation in which a screen ended', () => {
  const start = Date.parse('2026-11-20T20:00:00Z')
  const run = (change: Parameters<typeof requestOf>[0] = {}): InteractiveRun => ({ request: requestOf({ run_id: runId, input: [], ...change }), started_at: new Date(start).toISOString() })
  const typed = (sessionId: string, display: string, seconds: number, project = '/home/user/work') => JSON.stringify({ display, timestamp: start + seconds * 1000, project, sessionId })
  const saved = (id: string, ...lines: string[]) => ({ [`projects/-home-user-work/${id}.jsonl`]: ['{"type":"mode"}', ...lines].join('\n') })
  const answered = '{"parentUuid":"x","type":"assistant"}'

  function hostWith(files: Readonly<Record<string, string>>): Host {
    const home = mkdtempSync(join(tmpdir(), 'clinvk-claude-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, '.claude', path)), { recursive: true })
      writeFileSync(join(home, '.claude', path), text)
    }
    return { env: {}, home, state_dir: join(home, 'state'), findExecutable: async () => undefined, run: async () => ({ code: 1, stdout: '', stderr: '' }) }
  }

  test('is the one it was begun with', async () => {
    expect(await nativeSession(hostWith(saved(runId, answered)), run())).toBe(runId)
    expect(await nativeSession(hostWith(saved(other, answered)), run({ resume: { backend_session_id: other, fork: false } }))).toBe(other)
    expect(await nativeSession(hostWith({ ...saved(other, answered), ...saved(runId, answered) }), run({ resume: { backend_session_id: other, fork: true } }))).toBe(runId)
  })

  test('is none when nothing was said, or nothing is saved', async () => {
    expect(await nativeSession(hostWith(saved(runId, '{"type":"user"}')), run())).toBeUndefined()
    expect(await nativeSession(hostWith({}), run())).toBeUndefined()
  })

  test('is the one after /clear, not that of another screen', async () => {
    const next = 'aaaaaaaa-2222-4333-8444-555555555555'
    const lines = [typed(runId, '/clear', -500), typed(other, 'old', -400), typed(runId, 'hi', 1), typed(other, 'elsewhere', 2), typed(runId, '/clear', 3), typed(other, 'in another project', 4, '/elsewhere'), typed(next, 'next', 5)]
    const files = { ...saved(runId, answered), ...saved(other, answered), ...saved(next, answered), 'history.jsonl': `half a line"}\n${lines.join('\n')}\n` }
    expect(await nativeSession(hostWith(files), run())).toBe(next)
  })

  test('is looked up where the user keeps the CLI\'s files', async () => {
    const host = hostWith(saved(runId, answered))
    const moved = { ...host, home: '/nowhere', env: { CLAUDE_CONFIG_DIR: join(host.home, '.claude') } }
    expect(await nativeSession(moved, run())).toBe(runId)
  })
})
