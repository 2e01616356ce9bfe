import { execFileSync } from 'node:child_process'
import type { Invocation } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { shellLine } from '../../src/backend/shell-line.ts'

const invocation = (more: Partial<Invocation>): Invocation => ({ file: 'printf', args: [], stop: { signal: 'SIGTERM', grace_ms: 1 }, ...more })

const words = [
  'plain',
  '--flag=value',
  '',
  ' ',
  "it's",
  `"quoted" '' \\' \\\\`,
  'a\nb\n',
  '\ttab',
  '$HOME `id` $(id) ${x} !! ~ ~root',
  '* ? [a-z] {a,b} # ; & | < > ( )',
  '=',
  '-',
  'naïve 日本語 👩‍💻 e\u0301',
  '\u001B[31m',
  '%s %d',
]

describe('the line in a real shell', () => {
  test.each(words)('gives the argument %j back', (word) => {
    const line = shellLine(invocation({ args: ['%s\\0', word, 'end'] }))
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe(`${word}\0end\0`)
  })

  test('gives all of them back at once, from a file whose path has blanks', () => {
    const line = shellLine({ ...invocation({ args: ['-c', 'printf "%s\\0" "$@"', 'sh', ...words] }), file: '/bin/../bin/sh' })
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).split('\0')).toEqual([...words, ''])
  })

  test.each(['value', '', 'a b', "it's", '$HOME', 'a\nb'])('sets a variable to %j', (value) => {
    const line = shellLine(invocation({ file: '/bin/sh', args: ['-c', 'printf "%s" "$ACME"'], env: { ACME: value } }))
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', ACME: 'before' } })).toBe(value)
  })

  test('removes variables and sets others', () => {
    const line = shellLine(invocation({ file: '/bin/sh', args: ['-c', 'printf "%s|%s|%s" "${GONE-unset}" "${ALSO-unset}" "$SET"'], env: { GONE: undefined, SET: 'a b', ALSO: undefined } }))
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', GONE: '1', ALSO: '2' } })).toBe('unset|unset|a b')
  })
})

test('the prompt is shown as < PROMPT and never itself', () => {
  expect(shellLine(invocation({ file: '/opt/my cli/acme', args: ['exec', '--json'], stdin: 'private words' }))).toBe("'/opt/my cli/acme' exec --json < PROMPT")
  expect(shellLine(invocation({ stdin: '' }))).toBe('printf < PROMPT')
})

test('temporary files are shown by their names, in arguments and variables', () => {
  const line = shellLine(invocation({ args: ['--file', { path: 'system-prompt' }, { path: 'settings.json', prefix: '--settings=' }], env: { ACME_HOME: { path: 'home' } }, files: { 'system-prompt': { content: 'private' } } }))
  expect(line).toBe('ACME_HOME=<home> printf --file <system-prompt> --settings=<settings.json>')
})

test('the value of a secret is never shown', () => {
  expect(shellLine(invocation({ env: { ACME_KEY: 'private', ACME_URL: 'shown', OTHER_KEY: undefined } }), ['ACME_KEY', 'OTHER_KEY'])).toBe('env -u OTHER_KEY ACME_KEY=*** ACME_URL=shown printf')
})
