import { describe, expect, test } from 'vitest'
import { checkExtraFlags } from '../../src/backend/flag-policy.ts'

const backend = { name: 'acme', flags: { '--quiet': 0, '--effort': 1, '--tools': 'many', '-e': 1 } } as const
const check = (...tokens: string[]) => () => checkExtraFlags(backend, tokens)

describe('what a caller may pass', () => {
  test.each([
    [[]],
    [['--quiet']],
    [['--effort', 'high']],
    [['--effort=high']],
    [['--effort=']],
    [['--effort=a=b']],
    [['--effort=--quiet']],
    [['--tools', 'a', 'b', 'c']],
    [['--tools=a']],
    [['--tools', 'a', '--quiet', '--effort', 'high', '-e', 'x']],
  ])('%j', (tokens) => {
    expect(check(...tokens)).not.toThrow()
  })
})

describe('what is refused, naming the word', () => {
  test.each([
    [['--unknown'], 'flag not allowed for acme: --unknown'],
    [['--unknown=--quiet'], 'flag not allowed for acme: --unknown=--quiet'],
    [['--Quiet'], 'flag not allowed for acme: --Quiet'],
    [['-quiet'], 'flag not allowed for acme: -quiet'],
    [['-'], 'flag not allowed for acme: -'],
    [['--'], 'flag not allowed for acme: --'],
    [['--', 'rm'], 'flag not allowed for acme: --'],
    [['--__proto__'], 'flag not allowed for acme: --__proto__'],
    [['--constructor'], 'flag not allowed for acme: --constructor'],
    [['-ex'], 'flag not allowed for acme: -ex'],
    [['value'], 'invalid flag format: value (must start with - or --)'],
    [[''], 'invalid flag format:  (must start with - or --)'],
    [['constructor'], 'invalid flag format: constructor (must start with - or --)'],
    [['--quiet', 'value'], 'invalid flag format: value (must start with - or --)'],
    [['--effort', 'high', 'higher'], 'invalid flag format: higher (must start with - or --)'],
    [['--effort=high', 'higher'], 'invalid flag format: higher (must start with - or --)'],
    [['--tools=a', 'b'], 'invalid flag format: b (must start with - or --)'],
    [['--quiet=1'], 'flag --quiet of acme takes no value: --quiet=1'],
    [['--effort'], 'flag --effort of acme needs a value'],
    [['--effort', '--quiet'], 'flag --effort of acme needs a value'],
    [['--effort', '--dangerous'], 'flag --effort of acme needs a value'],
    [['--tools'], 'flag --tools of acme needs a value'],
    [['--tools', '--quiet'], 'flag --tools of acme needs a value'],
    [['--tools', 'a', '--dangerous'], 'flag not allowed for acme: --dangerous'],
  ])('%j', (tokens, message) => {
    expect(check(...tokens)).toThrow(expect.objectContaining({ code: 'invalid_request', message, backend: 'acme' }))
  })

  test('names of the language are no flags of a backend without any', () => {
    for (const token of ['__proto__', 'constructor', 'toString'])
      expect(() => checkExtraFlags({ name: 'bare', flags: {} }, [token])).toThrow('invalid flag format')
  })

  test('the hint says what may be passed', () => {
    expect(check('--unknown')).toThrow(expect.objectContaining({ hint: 'Allowed are: --quiet --effort --tools -e' }))
    expect(() => checkExtraFlags({ name: 'bare', flags: {} }, ['--x'])).toThrow(expect.objectContaining({ hint: 'bare takes no extra flags.' }))
  })
})
