import { describe, expect, test } from 'vitest'
import { promptFlags } from '../../src/cli/flag-table.ts'
import { parsePrompt } from '../../src/cli/parse-prompt.ts'

const refusal = (argv: readonly string[]) => {
  try {
    parsePrompt(argv)
  } catch (error) {
    return error as { code: string; message: string; hint: string; details: unknown }
  }
  throw new Error(`accepted: ${argv.join(' ')}`)
}

describe('flags', () => {
  test.each(promptFlags.filter(({ options }) => options === undefined).map((flag) => [flag.name, flag] as const))('--%s is taken before and after the prompt', (name, { type, multiple, char }) => {
    const value = type === 'boolean' ? true : multiple === true ? ['v'] : 'v'
    const words = type === 'boolean' ? [] : ['v']
    expect(parsePrompt([`--${name}`, ...words, 'hi'])).toEqual({ words: ['hi'], help: false, flags: { [name]: value } })
    expect(parsePrompt(['hi', `--${name}`, ...words]).flags).toEqual({ [name]: value })
    if (type === 'string') expect(parsePrompt([`--${name}=v`, 'hi']).flags).toEqual({ [name]: value })
    if (char !== undefined) expect(parsePrompt([`-${char}`, ...words, 'hi']).flags).toEqual({ [name]: value })
  })

  test.each([
    [['-bcodex', 'hi'], { backend: 'codex' }],
    [['-b=codex', 'hi'], { backend: 'codex' }],
    [['-o=json', 'hi'], { 'output-format': 'json' }],
    [['-b', 'a', '-b', 'b', 'hi'], { backend: 'b' }],
    [['--model=a=b', 'hi'], { model: 'a=b' }],
    [['--model=', 'hi'], { model: '' }],
    [['--system-prompt=--- x', 'hi'], { 'system-prompt': '--- x' }],
    [['--system-prompt=-b=x', 'hi'], { 'system-prompt': '-b=x' }],
    [['--approval-mode', 'AUTO', 'hi'], { 'approval-mode': 'AUTO' }],
    [['--sandbox-mode', 'read-only', 'hi'], { 'sandbox-mode': 'read-only' }],
    [['--extra', '--effort=high', 'hi'], { extra: ['--effort=high'] }],
    [['--extra', '--effort', '--extra', 'high', 'hi'], { extra: ['--effort', 'high'] }],
    [['--extra=-x', '--extra', '-y', 'hi'], { extra: ['-x', '-y'] }],
    [['--extra', '--json', 'hi'], { extra: ['--json'] }],
    [['--allowed-dir', 'a', '--allowed-dir', 'b', 'hi'], { 'allowed-dir': ['a', 'b'] }],
  ])('%j', (argv, flags) => {
    expect(parsePrompt(argv)).toEqual({ words: ['hi'], help: false, flags })
  })
})

describe('the prompt', () => {
  test.each([
    [['-'], '-'],
    [[''], ''],
    [['--', '--weird'], '--weird'],
    [['--', '--extra'], '--extra'],
    [['--', '-b=x'], '-b=x'],
    [['--json', '--', '--json'], '--json'],
    [['a\nb'], 'a\nb'],
  ])('%j is %j', (argv, prompt) => {
    expect(parsePrompt(argv).words).toEqual([prompt])
  })

  test('is absent where no word is', () => {
    expect(parsePrompt(['--json'])).toEqual({ words: [], flags: { json: true }, help: false })
    expect(parsePrompt(['--'])).toEqual({ words: [], flags: {}, help: false })
  })

  test('help is help wherever it stands', () => {
    expect(parsePrompt(['hi', '--help']).help).toBe(true)
    expect(parsePrompt(['-h']).help).toBe(true)
    expect(parsePrompt(['--', '-h']).help).toBe(false)
  })
})

describe('usage errors say what was wrong and what to write', () => {
  test.each([
    [['--modle', 'x', 'hi'], 'unknown flag --modle', 'Did you mean --model? A prompt that begins with a dash goes after --: clinvk -- "-x"'],
    [['--sandbox', 'full', 'hi'], 'unknown flag --sandbox', expect.stringContaining('Did you mean --sandbox-mode? ')],
    [['--approval=auto', 'hi'], 'unknown flag --approval', expect.stringContaining('Did you mean --approval-mode? ')],
    [['--max', '3'], 'unknown flag --max', expect.stringContaining('Did you mean --max-turns or --max-retries? ')],
    [['--nothing-like-it'], 'unknown flag --nothing-like-it', 'A prompt that begins with a dash goes after --: clinvk -- "-x"'],
    [['-x', 'hi'], 'unknown flag -x', expect.stringContaining('clinvk -- "-x"')],
    [['-explain this'], 'unknown flag -e', expect.stringContaining('clinvk -- "-x"')],
    [['--__proto__', 'hi'], 'unknown flag --__proto__', expect.any(String)],
    [['hi', '-m'], 'flag -m needs a value', 'Write --model=MODEL, so that it may begin with a dash; see clinvk --help.'],
    [['hi', '--model'], 'flag --model needs a value', 'Write --model=MODEL, so that it may begin with a dash; see clinvk --help.'],
    [['-m', '-b', 'codex', 'hi'], 'flag -m needs a value', expect.stringContaining('--model=MODEL')],
    [['--extra'], 'flag --extra needs a value', expect.stringContaining('--extra=FLAG')],
    [['--dry-run=true', 'hi'], 'flag --dry-run takes no value', 'Write --dry-run alone; see clinvk --help.'],
    [['explain', 'this'], 'accepts at most 1 arg(s), received 2', 'Quote the prompt: clinvk "your prompt".'],
    [['a', '--', 'b', 'c'], 'accepts at most 1 arg(s), received 3', expect.any(String)],
    [['--sandbox-mode', 'all', 'hi'], 'invalid --sandbox-mode "all": must be one of: default, read-only, workspace, full', 'Use --sandbox-mode default.'],
    [['--approval-mode=', 'hi'], 'invalid --approval-mode "": must be one of: default, auto, none, always', 'Use --approval-mode default.'],
  ])('%j', (argv, message, hint) => {
    expect(refusal(argv)).toMatchObject({ code: 'invalid_request', message, hint, details: { usage: true } })
  })

  test('no message shows the value of a flag that may hold private words', () => {
    const { message, hint } = refusal(['--system-prompt', '--- private', 'hi'])
    expect(message).toBe('flag --system-prompt needs a value')
    expect(hint).not.toContain('private')
  })
})
