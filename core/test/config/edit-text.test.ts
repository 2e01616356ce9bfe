import { describe, expect, test } from 'vitest'
import { editText } from '../../src/config/edit-text.ts'

const file = `# My own file

default_backend: codex # since May
Output:
  # people read it
  format: text
backends:
  # for reviews
  codex:
    model: o3

# the end
`

describe('setting a key', () => {
  test('changes that value and leaves comments and order', async () => {
    expect(await editText(file, ['output', 'format'], 'json')).toBe(file.replace('format: text', 'format: json'))
    expect(await editText(file, ['default_backend'], 'claude')).toBe(file.replace('codex # since', 'claude # since'))
  })

  test('adds a key at the end of its section, and a section at the end of the file', async () => {
    expect(await editText(file, ['output', 'color'], false)).toBe(file.replace('format: text\n', 'format: text\n  color: false\n'))
    expect(await editText(file, ['session', 'retention_days'], 7)).toContain('    model: o3\nsession:\n  retention_days: 7\n')
  })

  test.each([
    ['', 'a:\n  b: 1\n'],
    ['# only a comment\n', '# only a comment\n\na:\n  b: 1\n'],
    ['a:\n', 'a:\n  b: 1\n'],
    ['a:\n  # nothing yet\nc: 2\n', 'a:\n  # nothing yet\n  b: 1\nc: 2\n'],
    ['a: {}\n', 'a: { b: 1 }\n'],
    ['a:\r\n  c: 2\r\n', 'a:\r\n  c: 2\r\n  b: 1\r\n'],
  ])('in %j', async (before, after) => {
    expect(await editText(before, ['a', 'b'], 1)).toBe(after)
  })

  test('long lines stay one line', async () => {
    const prompt = 'word '.repeat(60).trim()
    expect(await editText('', ['a'], prompt)).toBe(`a: ${prompt}\n`)
  })
})

describe('removing a key', () => {
  test('takes it out and leaves comments elsewhere', async () => {
    expect(await editText(file.replace('backends:', 'x: 1\nbackends:'), ['x'], undefined)).toBe(file)
    expect(await editText(file, ['output', 'format'], undefined)).toBe(file.replace('Output:\n  # people read it\n  format: text\n', '# people read it\n'))
    expect(await editText('a:\n  b: 1\n  # about c\n  c: 2\n', ['a', 'c'], undefined)).toBe('a:\n  b: 1\n  # about c\n')
    expect(await editText('# about\na: 1 # one\nb: 2 # two\n', ['a'], undefined)).toBe('# about\nb: 2 # two\n')
  })

  test('takes sections out that are then empty', async () => {
    expect(await editText(file, ['backends', 'codex', 'model'], undefined)).not.toContain('backends')
    expect(await editText('# mine\na:\n  b: 1\n', ['a', 'b'], undefined)).toBe('# mine\n')
  })

  test.each([['x'], ['output', 'x'], ['default_backend', 'x']])('what is not there changes nothing: %s %s', async (...path) => {
    expect(await editText(file, path, undefined)).toBeUndefined()
  })
})

describe('where a value cannot be set', () => {
  test('behind an alias, which other keys share', async () => {
    const text = 'backends:\n  claude: &base\n    model: a\n  codex: *base\n'
    for (const value of ['x', undefined]) await expect(editText(text, ['backends', 'codex', 'model'], value)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('behind an alias') })
  })

  test('below a value that is no section', async () => {
    await expect(editText('output: json\n', ['output', 'format'], 'x')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('no section') })
  })
})
