import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host, InteractiveRun } from '@clinvk/plugin-sdk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { codexScreen, codexThread } from '../src/interactive.ts'
import { request } from './request.ts'

type Change = Parameters<typeof request>[0]

const found = { file: '/opt/codex', data: { env: { CODEX_MANAGED_BY_NPM: '1' }, providers: ['mine'] } }
const thread = '01a1fa9b-6700-7a63-815f-7ff777bdafee'
const screenOf = (change: Change = {}) => codexScreen(request({ input: [], ...change }), found)
const retries = ['-c', 'features.unbounded_connection_retries=false', '-c', 'model_providers.mine.request_max_retries=0', '-c', 'model_providers.mine.stream_max_retries=2']

describe('the screen', () => {
  test('is a process of its own with the limit of retries, and nothing for machines', () => {
    const { file, args, stdin, env, stop, warnings } = screenOf()
    expect({ file, args, stdin, env, stop, warnings }).toEqual({ file: '/opt/codex', args: ['--no-daemon', ...retries], stdin: undefined, env: { CODEX_MANAGED_BY_NPM: '1' }, stop: { signal: 'SIGTERM', grace_ms: 2000 }, warnings: [] })
  })

  test('goes on with a thread, or forks it', () => {
    expect(screenOf({ resume: { backend_session_id: thread, fork: false } }).args).toEqual(['resume', '--no-daemon', ...retries, thread])
    expect(screenOf({ resume: { backend_session_id: thread, fork: true } }).args[0]).toBe('fork')
    expect(() => screenOf({ resume: { backend_session_id: '--last', fork: false } })).toThrow(expect.objectContaining({ code: 'session_not_resumable' }))
  })

  test('has the options, the system prompt in a file', () => {
    const { args, files } = screenOf({ options: { model: 'gpt-6.1-sol', system_prompt: 'SECRET WORDS', extra_flags: ['--strict-config'] } })
    expect(args).toEqual(['--no-daemon', '--model=gpt-6.1-sol', ...retries, '-c', { path: 'system-prompt.md', prefix: 'model_instructions_file=' }, '--strict-config'])
    expect(files).toEqual({ 'system-prompt.md': { content: 'SECRET WORDS' } })
  })

  test.for([
    [{ approval_mode: 'always' }, ['-a', 'on-request']],
    [{ approval_mode: 'none' }, ['-a', 'never']],
    [{ approval_mode: 'auto' }, ['-s', 'workspace-write', '-a', 'on-request']],
    [{ sandbox_mode: 'read-only' }, ['-s', 'read-only']],
    [{ sandbox_mode: 'workspace', approval_mode: 'none', allowed_dirs: ['/data'] }, ['-s', 'workspace-write', '-a', 'never', '--add-dir', '/data']],
    [{ sandbox_mode: 'full', allowed_dirs: ['/data'] }, ['-s', 'danger-full-access']],
  ] as const)('keeps to %j', ([options, flags]) => {
    const { args, warnings } = screenOf({ options })
    expect(args).toEqual(['--no-daemon', ...flags, ...retries])
    expect(warnings).toEqual([])
  })

  test('says what it cannot keep to', () => {
    expect(screenOf({ options: { approval_mode: 'always', sandbox_mode: 'full' } }).warnings).toMatchObject([{ code: 'approval_limited' }])
    expect(screenOf({ options: { sandbox_mode: 'read-only', allowed_dirs: ['/data'] } }).warnings).toMatchObject([{ code: 'allowed_dirs_read_only' }])
  })

  test.for([
    ['a prompt', { input: [{ type: 'text' as const, text: 'SECRET WORDS' }] }],
    ['max_turns', { options: { max_turns: 3 } }],
    ['allowed tools', { options: { allowed_tools: ['shell'] } }],
    ['an ephemeral run', { ephemeral: true }],
  ] as const)('refuses %s', ([, change]) => {
    expect(() => screenOf(change)).toThrow(expect.objectContaining({ code: 'unsupported', message: expect.not.stringContaining('SECRET') }))
  })
})

describe('the thread in which a screen ended', () => {
  const start = Date.parse('2026-11-20T20:00:00Z')
  const cwd = '/home/user/project'
  const idAt = (seconds: number, end = '000000000001'): string => {
    const time = (start + seconds * 1000).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7a63-815f-${end}`
  }
  const run = (change: Change = {}): InteractiveRun => ({ request: request({ input: [], ...change }), started_at: new Date(start).toISOString() })

  interface Saved {
    readonly id: string
    /** Seconds after the start at which it was written to last. */
    readonly written: number
    readonly source?: unknown
    readonly directory?: string
  }

  function hostWith(...threads: Saved[]): Host {
    const home = mkdtempSync(join(tmpdir(), 'clinvk-codex-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    for (const { id, written, source = 'cli', directory = cwd } of threads) {
      const folder = join(home, '.codex', 'sessions', '2026', '11', '20')
      mkdirSync(folder, { recursive: true })
      const file = join(folder, `rollout-2026-11-20T20-00-00-${id}.jsonl`)
      const payload = { id, cwd: directory, source, base_instructions: { text: 'You are Codex. '.repeat(2000) } }
      writeFileSync(file, `${JSON.stringify({ type: 'session_meta', payload })}\n{"type":"event_msg"}\n`)
      utimesSync(file, start / 1000 + written, start / 1000 + written)
    }
    return { env: {}, home, state_dir: join(home, 'state'), findExecutable: async () => undefined, run: async () => ({ code: 1, stdout: '', stderr: '' }) }
  }

  test('is the one that was begun in this directory after the start', async () => {
    const threads = [
      { id: idAt(-60), written: 90 },
      { id: idAt(1), written: 5 },
      { id: idAt(2), written: 90, directory: '/elsewhere' },
      { id: idAt(3), written: 90, source: 'exec' },
      { id: idAt(4), written: 90, source: { subagent: { thread_spawn: {} } } },
    ]
    expect(await codexThread(hostWith(...threads), run())).toBe(idAt(1))
  })

  test('is the one that was used last', async () => {
    expect(await codexThread(hostWith({ id: idAt(1), written: 50 }, { id: idAt(20), written: 30 }), run())).toBe(idAt(1))
  })

  test('is the one that was resumed, unless another was begun', async () => {
    const old = idAt(-5000)
    const resumed = run({ resume: { backend_session_id: old, fork: false } })
    const before = { id: old, written: -4000, source: 'exec', directory: '/before' }
    expect(await codexThread(hostWith(before), resumed)).toBe(old)
    expect(await codexThread(hostWith(before, { id: idAt(9), written: 10 }), resumed)).toBe(idAt(9))
    expect(await codexThread(hostWith({ id: old, written: 20 }), run({ resume: { backend_session_id: old, fork: true } }))).toBeUndefined()
  })

  test('is none when nothing was said', async () => {
    expect(await codexThread(hostWith(), run())).toBeUndefined()
    expect(await codexThread(hostWith({ id: idAt(-60), written: -50 }), run())).toBeUndefined()
  })
})
