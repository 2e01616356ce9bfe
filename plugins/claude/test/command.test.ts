import { expect, test } from 'vitest'
import { command } from '../src/command.ts'
import { requestOf } from './request.ts'

const format = [
  '-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose', '--include-partial-messages',
]
const found = { file: '/usr/bin/claude' }

test('a plain request asks for JSON lines and leaves everything else to the user\'s own settings', () => {
  const { env: _env, stdin: _stdin, stop: _stop, ...rest } = command(requestOf(), found)
  expect(rest).toEqual({ file: '/usr/bin/claude', args: format, warnings: [] })
})

test('without a found CLI the bare name stands in for it', () => {
  expect(command(requestOf()).file).toBe('claude')
})

test('retries are set explicitly and the paid title call is off', () => {
  expect(command(requestOf({ options: { max_retries: 0 } }), found).env).toEqual({
    CLAUDE_CODE_MAX_RETRIES: '0',
    CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
  })
})

test.each([['none', 'low'], ['minimal', 'low'], ['low', 'low'], ['xhigh', 'xhigh'], ['max', 'max']] as const)('effort %s is the nearest that the CLI knows: %s', (effort, flag) => {
  expect(command(requestOf({ options: { effort } }), found).args).toContain(`--effort=${flag}`)
})

test('values are joined to their flags, so that none is read as a flag and no flag swallows another', () => {
  const options = {
    model: '--version',
    max_turns: 3,
    allowed_dirs: ['/a', '/b c'],
    allowed_tools: ['Read', 'Bash(git log:*)'],
    extra_flags: ['--disallowedTools', 'Write', 'Edit'],
  }
  expect(command(requestOf({ options }), found).args).toEqual([
    '--disallowedTools', 'Write', 'Edit',
    ...format,
    '--allowedTools=Read', '--allowedTools=Bash(git log:*)',
    '--model=--version', '--max-turns=3', '--add-dir=/a', '--add-dir=/b c',
  ])
})

test('an ephemeral run is not saved, a resumed one names its session, a forked one says so', () => {
  const args = (change: Parameters<typeof requestOf>[0]): unknown => command(requestOf(change), found).args.slice(format.length)
  expect(args({ ephemeral: true })).toEqual(['--no-session-persistence'])
  expect(args({ resume: { backend_session_id: 'ID', fork: false } })).toEqual(['--resume=ID'])
  expect(args({ resume: { backend_session_id: 'ID', fork: true } })).toEqual(['--resume=ID', '--fork-session'])
})

test('a project that the user has not trusted gets no say, and the caller is told which file and what to do', () => {
  const { args, warnings } = command(requestOf(), found, { decides: '/home/user/work/.mcp.json' })
  expect(args).toEqual([...format, '--setting-sources=user'])
  expect(warnings).toEqual([{ code: 'folder_not_trusted', message: expect.stringContaining('"/home/user/work/.mcp.json". If you trust the folder, say so once in claude itself') as string }])
})

test('the run is stopped by an interrupt, which also ends the children of tools', () => {
  expect(command(requestOf(), found).stop).toEqual({ signal: 'SIGINT', grace_ms: 5000 })
})
