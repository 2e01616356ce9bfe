import { describe, expect, test } from 'vitest'
import { runFields, type RunFields } from '../../src/schema/run-fields.ts'
import { refuseStream, requestFromFields } from '../../src/service/request-from-fields.ts'

const context = { cwd: '/here', via: 'cli', ephemeral: true } as const

describe('a run on the wire', () => {
  test('says no more than was said', () => {
    expect(requestFromFields({ prompt: 'hi' }, context)).toEqual({ prompt: 'hi', cwd: '/here', via: 'cli', ephemeral: true })
  })

  test('hands on every field but those of its list', () => {
    const said: Required<RunFields> = {
      prompt: 'hi', backend: 'codex', fallback: ['gemini'], model: 'm', workdir: 'sub', approval_mode: 'auto', sandbox_mode: 'full', system_prompt: 's', max_turns: 0, allowed_tools: ['Read'], allowed_dirs: ['d'], extra: ['--x'],
      timeout_secs: 0, idle_timeout_secs: 2, max_retries: 0, ephemeral: false, metadata: { a: 'b' }, verbose: true, dry_run: true, output_format: 'json', max_tokens: 0,
    }
    expect(Object.keys(said).sort()).toEqual(Object.keys(runFields).sort())
    const { extra, verbose: _v, dry_run: _d, output_format: _o, max_tokens: _m, ...rest } = said
    expect(requestFromFields({ ...said, tags: ['t'] }, context)).toEqual({ ...rest, extra_flags: extra, tags: ['t'], cwd: '/here', via: 'cli' })
  })

  test('may name its tools in one text', () => {
    expect(requestFromFields({ prompt: 'hi', allowed_tools: 'Read, Bash(git log:a,b)' }, context).allowed_tools).toEqual(['Read', 'Bash(git log:a,b)'])
  })

  test('has in an empty directory none', () => {
    expect(requestFromFields({ prompt: 'hi', workdir: '' }, context)).not.toHaveProperty('workdir')
  })

  test('gives way to the command line, where that says something', () => {
    const overrides = { backend: 'gemini', model: undefined, sandbox_mode: 'read-only' } as const
    expect(requestFromFields({ prompt: 'hi', backend: 'codex', model: 'm', sandbox_mode: 'full' }, { ...context, overrides })).toMatchObject({ backend: 'gemini', model: 'm', sandbox_mode: 'read-only' })
  })

  test('cannot limit the tokens of an answer', () => {
    expect(() => requestFromFields({ prompt: 'hi', max_tokens: 5 }, context)).toThrow(/max_tokens is 5/)
  })

  test('cannot be a stream in a list', () => {
    expect(() => refuseStream({ output_format: 'stream-json' })).toThrow(/stream-json/)
    for (const output_format of ['text', 'json', 'default'] as const) expect(() => refuseStream({ output_format })).not.toThrow()
  })
})
