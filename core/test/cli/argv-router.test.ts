import { describe, expect, test } from 'vitest'
import { route } from '../../src/cli/argv-router.ts'
import { promptFlags } from '../../src/cli/flag-table.ts'

const commands = new Set(['help', 'version', 'backends', 'prompt', 'plugins', 'sessions', 'parallel'])
const at = (terminal: boolean) => (argv: readonly string[]) => route(argv, { commands, topics: new Set(['sessions', 'plugins']), flags: promptFlags, terminal })
const typed = at(true)
const piped = at(false)

describe('a prompt', () => {
  test.each([
    [['explain this']],
    [['-b', 'codex', 'x']],
    [['-bcodex', 'x']],
    [['-b=codex', 'x']],
    [['--backend=codex', 'x']],
    [['--backend', 'codex', '--model', 'o3', 'x']],
    [['x', '-o', 'json']],
    [['x', '--help']],
    [['fix http://a:b=c']],
    [['two', 'words']],
    [['-']],
    [['']],
    // The name of a command that is only a value, or only a part, or comes later.
    [['-b', 'backends', 'x']],
    [['-w', 'help', 'x']],
    [['--system-prompt', 'version', 'x']],
    [['--extra', '--effort=high', 'version 2 please']],
    [['--allowed-dir', 'sessions', 'x']],
    [['x', 'backends']],
    [['-', 'backends']],
    [['Backends']],
    [['backends and more']],
    [['constructor']],
    // What comes after -- is no command.
    [['--', '--weird']],
    [['--', '--help']],
    [['--', 'backends']],
    [['-b', 'codex', '--', 'backends']],
    [['--']],
  ])('%j', (argv) => {
    expect(typed(argv)).toEqual({ kind: 'prompt', argv })
    expect(piped(argv)).toEqual({ kind: 'prompt', argv })
  })

  test('`prompt` before it changes nothing', () => {
    expect(typed(['prompt', 'x', '-o', 'json'])).toEqual({ kind: 'prompt', argv: ['x', '-o', 'json'] })
    expect(typed(['-b', 'codex', 'prompt', 'backends'])).toEqual({ kind: 'prompt', argv: ['-b', 'codex', 'backends'] })
  })

  test.each([[[]], [['-b', 'codex', '-o', 'json']], [['--verbose']]])('piped text is the prompt where no word is: %j', (argv) => {
    expect(piped(argv)).toEqual({ kind: 'prompt', argv })
  })
})

describe('a command', () => {
  test.each([
    [['version'], ['version']],
    [['plugins'], ['plugins']],
    [['sessions', 'list', '--json'], ['sessions', 'list', '--json']],
    [['parallel', '-f', 'tasks.json'], ['parallel', '-f', 'tasks.json']],
    [['backends', '--help'], ['backends', '--help']],
    [['help', 'backends'], ['help', 'backends']],
    // Flags before the name go behind it, but stay before a --.
    [['-o', 'json', 'backends', 'codex'], ['backends', 'codex', '-o', 'json']],
    [['--config=/c.yaml', '--verbose', 'backends'], ['backends', '--config=/c.yaml', '--verbose']],
    [['-b', 'codex', 'sessions', 'list'], ['sessions', 'list', '-b', 'codex']],
    [['--help', 'backends'], ['backends', '--help']],
    [['--json', 'sessions', 'show', '--', '-x'], ['sessions', 'show', '--json', '--', '-x']],
  ])('%j', (argv, words) => {
    expect(typed(argv)).toEqual({ kind: 'command', argv: words })
    expect(piped(argv)).toEqual({ kind: 'command', argv: words })
  })
})

describe('help', () => {
  test.each([[['--help']], [['-h']], [['-b', 'codex', '--help']]])('%j', (argv) => {
    expect(typed(argv)).toEqual({ kind: 'help' })
    expect(piped(argv)).toEqual({ kind: 'help' })
  })

  test('is shown at a terminal where nothing is said at all', () => {
    expect(typed([])).toEqual({ kind: 'help' })
  })
})

describe('one word close to the name of a command', () => {
  test.each([['sesions', 'sessions'], ['bakcends', 'backends'], ['verison', 'version'], ['hlep', 'help']])('%s at a terminal is probably %s', (word, suggestion) => {
    expect(typed([word])).toMatchObject({ kind: 'typo', word, suggestion })
  })

  test('is a prompt where nobody can be asked', () => {
    expect(piped(['sesions'])).toEqual({ kind: 'prompt', argv: ['sesions'] })
  })

  test.each([[['hello']], [['Sesions']], [['sesions!']], [['sesions', '-b', 'codex']], [['-b', 'codex', 'sesions']], [['sesions', 'list']]])('is a prompt where it stands with more, or looks like words: %j', (argv) => {
    expect(typed(argv)).toEqual({ kind: 'prompt', argv })
  })
})

test('every flag of a prompt that takes a value keeps the router from reading that value', () => {
  for (const { name, char, type } of promptFlags) {
    for (const flag of [`--${name}`, ...(char === undefined ? [] : [`-${char}`])]) {
      const kind = type === 'string' ? 'prompt' : 'command'
      expect([flag, typed([flag, 'backends', 'x']).kind]).toEqual([flag, kind])
    }
  }
})

describe('shared flags and the words of a command', () => {
  test.each([
    [['-b', 'codex', 'sessions', 'list'], ['sessions', 'list', '-b', 'codex']],
    [['sessions', '-b', 'codex', 'list'], ['sessions', 'list', '-b', 'codex']],
    [['--json', 'sessions', '-bcodex', '--model=o3', 'list', '-n', '3'], ['sessions', 'list', '-n', '3', '--json', '-bcodex', '--model=o3']],
    [['sessions', '--unknown', 'list'], ['sessions', '--unknown', 'list']],
    [['sessions', '-b'], ['sessions', '-b']],
    [['backends', '--json', 'codex'], ['backends', '--json', 'codex']],
    [['sessions', '--json', 'search', '--', '-b'], ['sessions', 'search', '--json', '--', '-b']],
  ])('%j runs %j', (argv, words) => {
    expect(typed(argv)).toEqual({ kind: 'command', argv: words })
  })
})
