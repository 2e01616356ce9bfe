import type { ClinvkError, Invocation } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { command } from '../src/command.ts'
import { ask, foundOf, requestOf, sessionId } from './request.ts'

const settingsOf = (invocation: Invocation): Record<string, Record<string, unknown>> => {
  const file = invocation.files?.['gemini-home/.gemini/settings.json']
  return file !== undefined && 'content' in file ? JSON.parse(file.content) : {}
}
const codes = (invocation: Invocation) => (invocation.warnings ?? []).map(({ code }) => code)
const refused = (run: () => unknown): ClinvkError => {
  try {
    run()
  } catch (error) {
    return error as ClinvkError
  }
  throw new Error('it was not refused')
}

test('asks for events and nothing that was not asked for', () => {
  const invocation = command(requestOf(), foundOf())
  expect(invocation.file).toBe('/usr/bin/gemini')
  expect(invocation.args).toEqual(['--output-format=stream-json'])
  expect(invocation.stdin).toBe('say hello')
  expect(invocation.stop).toEqual({ signal: 'SIGTERM', grace_ms: 3000 })
  expect(invocation.warnings).toEqual([])
})

test('a dry run without the CLI names the bare executable', () => {
  expect(command(requestOf()).file).toBe('gemini')
})

test('signals reach the CLI itself, the folder is trusted, stderr stays free of terminal talk', () => {
  expect(command(requestOf(), foundOf()).env).toMatchObject({ GEMINI_CLI_NO_RELAUNCH: '1', GEMINI_CLI_TRUST_WORKSPACE: 'true', NO_COLOR: '1', FORCE_COLOR: undefined })
})

describe('in a project that is not trusted', () => {
  const variables = { variables: '/p/.env', own: { GOOGLE_GEMINI_BASE_URL: 'http://own' } }
  const settings = { settings: '/p/.gemini/settings.json', own: { GOOGLE_GEMINI_BASE_URL: 'http://own' } }

  test('its .env is not read', () => {
    const invocation = command(requestOf(), foundOf(), variables)
    expect(settingsOf(invocation)['advanced']).toEqual({ ignoreLocalEnv: true })
    expect(invocation.env?.['GEMINI_CLI_TRUST_WORKSPACE']).toBe('true')
    expect(codes(invocation)).toEqual(['project_env_ignored'])
  })

  test('with settings, the CLI runs without trust, agents and .env, and with what the user has set', () => {
    const invocation = command(requestOf(), foundOf({ entries: ['.env'] }), settings)
    expect(settingsOf(invocation)).toMatchObject({ advanced: { ignoreLocalEnv: true }, security: { folderTrust: { enabled: false } }, experimental: { enableAgents: false } })
    expect(invocation.env).toMatchObject({ GEMINI_CLI_TRUST_WORKSPACE: 'false', GOOGLE_GEMINI_BASE_URL: 'http://own' })
    expect(invocation.files?.['gemini-home/.env']).toEqual({ link: '/home/user/.gemini/.env' })
    expect(codes(invocation)).toEqual(['folder_not_trusted'])
  })

  test('what cannot be made safe is refused, with the file and what to do', () => {
    const user = { login: { kind: 'user' as const, type: 'oauth-personal' } }
    for (const refusal of [
      () => command(requestOf(), foundOf(user), variables),
      () => command(requestOf(), foundOf(user), settings),
      () => command(requestOf({ options: { sandbox_mode: 'workspace' } }), foundOf(), settings),
      () => command(requestOf({ options: { sandbox_mode: 'full' } }), foundOf(), settings),
      () => command(requestOf({ options: { approval_mode: 'auto' } }), foundOf(), settings),
    ]) {
      const { code, message, hint } = refused(refusal)
      expect(code).toBe('permission_denied')
      expect(message).toMatch(/"\/p\/\.(?:env|gemini\/settings\.json)"/)
      expect(hint).toContain('/permissions')
    }
  })
})

describe('the prompt', () => {
  test('is made literal, with a warning when that shows', () => {
    const invocation = command(ask('see @a.txt'), foundOf())
    expect(invocation.stdin).toBe('see \\@a.txt')
    expect(codes(invocation)).toEqual(['prompt_escaped'])
  })

  test('stays as it is with native input', () => {
    const invocation = command(ask('/help @a.txt', { native_input: true }), foundOf())
    expect(invocation.stdin).toBe('/help @a.txt')
    expect(codes(invocation)).toEqual([])
  })
})

test('options become flags, each bound to its value, with extra flags last', () => {
  const { args } = command(
    requestOf({
      resume: { backend_session_id: sessionId, fork: false },
      options: { model: 'gemini-2.5-pro', allowed_tools: ['run_shell_command(git)', 'glob'], allowed_dirs: ['/data'], extra_flags: ['--debug'] },
    }),
    foundOf(),
  )
  expect(args).toEqual([
    '--output-format=stream-json',
    '--model=gemini-2.5-pro',
    `--resume=${sessionId}`,
    '--allowed-tools=run_shell_command(git)',
    '--allowed-tools=glob',
    '--include-directories=/data',
    '--debug',
  ])
})

test('a system prompt travels in a file', () => {
  const invocation = command(requestOf({ options: { system_prompt: 'Be brief.' } }), foundOf())
  expect(invocation.env?.['GEMINI_SYSTEM_MD']).toEqual({ path: 'system.md' })
  expect(invocation.files?.['system.md']).toEqual({ content: 'Be brief.' })
  expect(codes(command(requestOf({ options: { system_prompt: 'use ${AvailableTools}' } }), foundOf()))).toEqual(['system_prompt_changed'])
})

describe('permissions', () => {
  test.each([
    ['default', 'default', undefined],
    ['default', 'read-only', 'default'],
    ['default', 'workspace', 'auto_edit'],
    ['default', 'full', 'yolo'],
    ['auto', 'default', 'auto_edit'],
    ['auto', 'read-only', 'default'],
    ['none', 'default', 'default'],
    ['none', 'workspace', 'auto_edit'],
    ['always', 'default', 'default'],
    ['always', 'full', 'default'],
  ] as const)('approval %s with sandbox %s is %s', (approval_mode, sandbox_mode, mode) => {
    const { args } = command(requestOf({ options: { approval_mode, sandbox_mode } }), foundOf())
    expect(args.filter((arg) => typeof arg === 'string' && arg.startsWith('--approval-mode'))).toEqual(mode === undefined ? [] : [`--approval-mode=${mode}`])
  })

  test('read-only takes writing away from users who allow it themselves', () => {
    const invocation = command(requestOf({ options: { sandbox_mode: 'read-only' } }), foundOf())
    expect(invocation.args).toContainEqual({ path: 'read-only.toml', prefix: '--admin-policy=' })
    expect(invocation.files?.['read-only.toml']).toMatchObject({ content: expect.stringContaining('"write_file", "run_shell_command"') })
  })

  test('read-only with a tool that writes is refused', () => {
    for (const tool of ['write_file', 'run_shell_command(ls)', 'ShellTool']) {
      const request = requestOf({ options: { sandbox_mode: 'read-only', allowed_tools: ['glob', tool] } })
      expect(refused(() => command(request, foundOf()))).toMatchObject({ code: 'unsupported', message: expect.stringContaining(tool) })
    }
  })

  test('approval "always" says that it denies', () => {
    expect(codes(command(requestOf({ options: { approval_mode: 'always' } }), foundOf()))).toEqual(['approval_denied'])
  })
})

describe('with a key', () => {
  test('a private home holds the user’s settings with bounded retries and kept sessions', () => {
    const settings = { general: { vimMode: true, sessionRetention: { maxAge: '30d' } }, mcpServers: { x: { command: 'x' } } }
    const invocation = command(requestOf({ options: { max_turns: 3 } }), foundOf({ settings }))
    expect(invocation.env?.['GEMINI_CLI_HOME']).toEqual({ path: 'gemini-home' })
    expect(settingsOf(invocation)).toEqual({
      mcpServers: { x: { command: 'x' } },
      security: { auth: { selectedType: 'gemini-api-key' } },
      general: { vimMode: true, maxAttempts: 3, sessionRetention: { maxAge: '30d', enabled: false }, enableAutoUpdate: false, enableAutoUpdateNotification: false },
      model: { maxSessionTurns: 3 },
    })
  })

  test('and links to what else the user has, and to where conversations are kept', () => {
    const { files } = command(requestOf(), foundOf({ entries: ['GEMINI.md', 'commands'], home_entries: ['.env'] }))
    expect(files).toMatchObject({
      'gemini-home/.env': { link: '/home/user/.env' },
      'gemini-home/.gemini/GEMINI.md': { link: '/home/user/.gemini/GEMINI.md' },
      'gemini-home/.gemini/commands': { link: '/home/user/.gemini/commands' },
      'gemini-home/.gemini/tmp': { link: '/state/home/tmp' },
      'gemini-home/.gemini/history': { link: '/state/home/history' },
      'gemini-home/.gemini/projects.json': { link: '/state/home/projects.json' },
    })
  })

  test('an ephemeral run keeps its conversation in the private home, which goes', () => {
    const { files } = command(requestOf({ ephemeral: true }), foundOf())
    expect(Object.keys(files ?? {})).toEqual(['gemini-home/.gemini/settings.json'])
  })

  test('a conversation that cannot be kept is announced', () => {
    const { storage: _, ...facts } = foundOf().data as Record<string, unknown>
    expect(codes(command(requestOf(), { file: 'gemini', data: facts }))).toEqual(['session_not_kept'])
  })

  test('retries beyond what the CLI does are announced', () => {
    const invocation = command(requestOf({ options: { max_retries: 12 } }), foundOf())
    expect(settingsOf(invocation)['general']).toMatchObject({ maxAttempts: 10 })
    expect(codes(invocation)).toEqual(['retries_capped'])
  })
})

describe('with the user’s own login', () => {
  const found = foundOf({ login: { kind: 'user', type: 'oauth-personal' }, entries: ['oauth_creds.json'] })

  test('the home stays untouched, and what that means is announced', () => {
    const invocation = command(requestOf(), found)
    expect(invocation.files).toEqual({})
    expect(invocation.env).not.toHaveProperty('GEMINI_CLI_HOME')
    expect(codes(invocation)).toEqual(['retries_not_set'])
  })

  test('a limit of turns is refused', () => {
    expect(refused(() => command(requestOf({ options: { max_turns: 2 } }), found))).toMatchObject({ code: 'unsupported', message: expect.stringContaining('max_turns 2') })
  })
})

describe('refuses', () => {
  test.each(['latest', '5', '--resume', 'c9126549'])('to resume "%s", which is no session id', (backend_session_id) => {
    const request = requestOf({ resume: { backend_session_id, fork: false } })
    expect(refused(() => command(request, foundOf()))).toMatchObject({ code: 'session_not_resumable', hint: 'Start a new session.' })
  })

  test('to fork, and to resume without a trace', () => {
    const resume = { backend_session_id: sessionId, fork: false }
    expect(refused(() => command(requestOf({ resume: { ...resume, fork: true } }), foundOf())).code).toBe('unsupported')
    expect(refused(() => command(requestOf({ resume, ephemeral: true }), foundOf())).code).toBe('unsupported')
  })

  test('values with a comma, which the CLI would split', () => {
    for (const options of [{ allowed_dirs: ['/a,b'] }, { allowed_tools: ['run_shell_command(a,b)'] }]) {
      expect(refused(() => command(requestOf({ options }), foundOf())).code).toBe('unsupported')
    }
  })

  test('to start with settings that cannot be read, and names the file', () => {
    const found = foundOf({ settings_error: '"/home/user/.gemini/settings.json" is not valid JSON with comments' })
    expect(refused(() => command(requestOf(), found))).toMatchObject({ code: 'backend_unavailable', message: expect.stringContaining('/home/user/.gemini/settings.json') })
  })
})
