import { isClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { permissions } from '../src/permissions.ts'

const readOnly = (mode: string): string[] => [
  '--tools=Read,Glob,Grep,WebFetch,WebSearch', '--strict-mcp-config', `--permission-mode=${mode}`,
]

test.each([
  ['default', 'default', []],
  ['default', 'auto', ['--permission-mode=acceptEdits']],
  ['default', 'none', ['--permission-mode=dontAsk']],
  ['default', 'always', ['--permission-mode=default']],
  ['read-only', 'default', readOnly('default')],
  ['read-only', 'auto', readOnly('default')],
  ['read-only', 'none', readOnly('dontAsk')],
  ['read-only', 'always', readOnly('default')],
  ['workspace', 'default', ['--permission-mode=acceptEdits']],
  ['workspace', 'auto', ['--permission-mode=acceptEdits']],
  ['workspace', 'none', ['--permission-mode=acceptEdits']],
  ['workspace', 'always', ['--permission-mode=default']],
  ['full', 'default', ['--permission-mode=bypassPermissions']],
  ['full', 'auto', ['--permission-mode=bypassPermissions']],
  ['full', 'none', ['--permission-mode=bypassPermissions']],
  ['full', 'always', ['--permission-mode=default']],
] as const)('sandbox %s with approval %s', (sandbox_mode, approval_mode, args) => {
  const given = permissions({ sandbox_mode, approval_mode })
  expect(given.args).toEqual(args)
  expect(given.warnings.map(({ code }) => code)).toEqual(approval_mode === 'always' ? ['approval_unavailable'] : [])
})

test('approval always says that even what the sandbox allows is denied', () => {
  const [warning] = permissions({ sandbox_mode: 'full', approval_mode: 'always' }).warnings
  expect(warning?.message).toContain('also what sandbox_mode full would allow')
})

test('read-only keeps the allowed tools that read, and names those that are gone', () => {
  const allowed_tools = ['Read(/x/**)', 'Bash(git log:*)', 'mcp__s']
  const { args, warnings } = permissions({ sandbox_mode: 'read-only', approval_mode: 'default', allowed_tools })
  expect(args).toEqual([...readOnly('default'), '--allowedTools=Read(/x/**)'])
  expect(warnings.map(({ code }) => code)).toEqual(['allowed_tools_ignored'])
  expect(warnings[0]?.message).toContain('Bash(git log:*), mcp__s')
})

test.each(['Read,Write', 'Read Bash', '', '--tools', '*'])('"%s" is no single tool rule and is refused', (tool) => {
  try {
    permissions({ sandbox_mode: 'default', approval_mode: 'default', allowed_tools: [tool] })
    expect.unreachable('it was taken')
  } catch (error) {
    expect(isClinvkError(error) && error.code).toBe('unsupported')
    expect(String(error)).toContain(`"${tool}"`)
  }
})
