import type { RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { codexCommand } from '../src/command.ts'
import type { CodexFacts } from '../src/find.ts'
import { request, saying } from './request.ts'

const id = '01a1f9ed-0000-7000-8000-000000000000'

function found(facts: Partial<CodexFacts> = {}) {
  return { file: '/opt/codex', data: { env: {}, providers: [], ...facts } satisfies CodexFacts }
}

/** Arguments as text, temporary files as `<path>`. */
function args(asked: RunRequest, facts?: Partial<CodexFacts>): string[] {
  return codexCommand(asked, found(facts)).args.map((arg) => (typeof arg === 'string' ? arg : `${arg.prefix ?? ''}<${arg.path}>`))
}

function optionArgs(options: Partial<RunOptions>): string {
  return args(request({ options })).join(' ')
}

test('the prompt is on stdin, read from there because of the final "-"', () => {
  const { stdin, args: all } = codexCommand(saying('--help me'), found())
  expect(stdin).toBe('--help me')
  expect(all.at(-1)).toBe('-')
  expect(all.slice(0, 3)).toEqual(['exec', '--json', '--skip-git-repo-check'])
})

test('pictures and a JSON schema travel in files, and no flag takes the word after it', () => {
  const input = [{ type: 'text', text: 'what' }, { type: 'image', media_type: 'image/png', data: 'QUJD' }, { type: 'image', media_type: 'image/svg+xml;x=../y', data: 'REVG' }] as const
  const asked = { ...request(), input, json_schema: { type: 'object' } }
  expect(args(asked).slice(-4)).toEqual(['--output-schema=<output-schema.json>', '--image=<image-1.png>', '--image=<image-2.svgxmlxy>', '-'])
  expect(codexCommand(asked, found()).files).toEqual({
    'image-1.png': { content: 'QUJD', encoding: 'base64' },
    'image-2.svgxmlxy': { content: 'REVG', encoding: 'base64' },
    'output-schema.json': { content: '{"type":"object"}' },
  })
})

test('a dry run without the CLI names the bare executable', () => {
  expect(codexCommand(request()).file).toBe('codex')
})

test('it is stopped with an interrupt, which ends its commands too', () => {
  expect(codexCommand(request(), found()).stop.signal).toBe('SIGINT')
})

describe('permissions', () => {
  test.each([
    ['default', 'default', undefined],
    ['none', 'default', undefined],
    ['always', 'default', undefined],
    ['auto', 'default', '-s workspace-write'],
    ['auto', 'read-only', '-s read-only'],
    ['default', 'read-only', '-s read-only'],
    ['always', 'workspace', '-s workspace-write'],
    ['none', 'full', '-s danger-full-access'],
  ] as const)('approval %s with sandbox %s', (approval_mode, sandbox_mode, flags) => {
    const line = optionArgs({ approval_mode, sandbox_mode })
    if (flags === undefined) expect(line).not.toContain('-s ')
    else expect(line).toContain(flags)
  })

  test('"always" warns that nobody can be asked', () => {
    const { warnings } = codexCommand(request({ options: { approval_mode: 'always' } }), found())
    expect(warnings?.map(({ code }) => code)).toEqual(['approval_denied'])
  })

  test('directories can be written in the workspace sandbox, elsewhere a warning tells', () => {
    const workspace = codexCommand(request({ options: { sandbox_mode: 'workspace', allowed_dirs: ['/a', '/b'] } }), found())
    expect(workspace.args.join(' ')).toContain('--add-dir /a --add-dir /b')
    expect(workspace.warnings).toEqual([])
    const readOnly = codexCommand(request({ options: { sandbox_mode: 'read-only', allowed_dirs: ['/a'] } }), found())
    expect(readOnly.warnings?.map(({ code }) => code)).toEqual(['allowed_dirs_read_only'])
  })
})

describe('options', () => {
  test('a model cannot be taken for a flag', () => {
    expect(args(request({ options: { model: '--json' } }))).toContain('--model=--json')
  })

  test.each([['none', 'none'], ['high', 'high'], ['max', 'xhigh']] as const)('effort %s is the nearest that its models know: %s', (effort, value) => {
    expect(args(request({ options: { effort } })).join(' ')).toContain(`-c model_reasoning_effort=${value} `)
  })

  test('the system prompt is in a file, never in the arguments', () => {
    const { files, args: all } = codexCommand(request({ options: { system_prompt: 'Be a pirate.' } }), found())
    expect(files).toEqual({ 'system-prompt.md': { content: 'Be a pirate.' } })
    expect(all).toContainEqual({ path: 'system-prompt.md', prefix: 'model_instructions_file=' })
    expect(JSON.stringify(all)).not.toContain('pirate')
  })

  test('retries are set for every provider the user defined, and for no other', () => {
    const line = args(request({ options: { max_retries: 3 } }), { providers: ['a', 'b'] }).join(' ')
    for (const provider of ['a', 'b']) {
      expect(line).toContain(`model_providers.${provider}.request_max_retries=0`)
      expect(line).toContain(`model_providers.${provider}.stream_max_retries=3`)
    }
    expect(optionArgs({ max_retries: 3 })).not.toContain('model_providers')
  })

  test('a refused connection is not tried for ever', () => {
    expect(optionArgs({})).toContain('-c features.unbounded_connection_retries=false')
  })

  test.each([
    ['max_turns', { max_turns: 3 }, '3'],
    ['allowed_tools', { allowed_tools: ['shell'] }, 'shell'],
    ['system_prompt', { system_prompt: ' ' }, 'empty'],
  ])('%s is refused with its value', (option, options, value) => {
    expect(() => codexCommand(request({ options }), found())).toThrow(value)
    expect(() => codexCommand(request({ options }), found())).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(option) }),
    )
  })
})

describe('sessions', () => {
  test('a session is resumed by its id, after all flags', () => {
    const resumed = request({ resume: { backend_session_id: id, fork: false }, options: { extra_flags: ['--strict-config'] } })
    expect(args(resumed).slice(-4)).toEqual(['--strict-config', 'resume', id, '-'])
  })

  test('a fork starts a new one', () => {
    expect(args(request({ resume: { backend_session_id: id, fork: true } })).slice(-3)).toEqual(['fork', id, '-'])
  })

  test('an ephemeral run on a saved session forks it, as resuming would add to it', () => {
    const ephemeral = request({ ephemeral: true, resume: { backend_session_id: id, fork: false } })
    expect(args(ephemeral).slice(-4)).toEqual(['--ephemeral', 'fork', id, '-'])
  })

  test.each(['--last', 'my session', '', `${id}0`])('"%s" is no id and would start a new session', (backend_session_id) => {
    expect(() => codexCommand(request({ resume: { backend_session_id, fork: false } }), found())).toThrow(
      expect.objectContaining({ code: 'session_not_resumable' }),
    )
  })
})
