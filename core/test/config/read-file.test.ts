import { expect, test } from 'vitest'
import { readConfigFile } from '../../src/config/read-file.ts'
import { configHome } from './config-file.ts'

const line = (text: string, keys: readonly string[]) => readConfigFile(configHome().write(text), true).then((file) => file?.lineOf(keys))

test.each([
  ['a tab for an indent', 'output:\n\tformat: json\n', ':2: not valid YAML: '],
  ['a second colon', 'default_backend: claude\noutput:\n  format: json: text\n', ':3: not valid YAML: '],
  ['a key that stands twice', 'default_backend: a\ndefault_backend: b\n', ':2: not valid YAML: '],
  ['two documents', 'default_backend: a\n---\ndefault_backend: b\n', ':2: not valid YAML: '],
  ['a list', '- default_backend\n', ':1: a configuration is a mapping of keys to values'],
  ['a text', 'codex\n', ':1: a configuration is a mapping of keys to values'],
])('%s: the message names file and line', async (_what, text, message) => {
  const file = configHome().write(text)
  await expect(readConfigFile(file, false)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(`${file}${message}`), hint: expect.any(String) })
})

test.each([
  ['an alias that leads nowhere', 'default_backend: *codex\n'],
  ['aliases that would fill the memory', `a: &a [${'x,'.repeat(9)}x]\n${'abcdefgh'.split('').map((name, index) => (index === 0 ? '' : `${name}: &${name} [${`*${'abcdefgh'[index - 1]},`.repeat(9)}*${'abcdefgh'[index - 1]}]\n`)).join('')}`],
])('%s: the file is refused by its name', async (_what, text) => {
  const file = configHome().write(text)
  await expect(readConfigFile(file, false)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(`${file}: not valid YAML: `) })
})

test('only a file that somebody named has to be there', async () => {
  expect(await readConfigFile('/no/such/file.yaml', false)).toBeUndefined()
  await expect(readConfigFile('/no/such/file.yaml', true)).rejects.toMatchObject({ code: 'config_invalid' })
})

test('a key is found in any case, a missing one at its parent, nothing of it nowhere', async () => {
  const text = '# comment\nOutput:\n  Format: json\n\nbackends: { claude: { model: opus } }\n'
  expect(await line(text, ['output', 'format'])).toBe(3)
  expect(await line(text, ['output', 'missing'])).toBe(2)
  expect(await line(text, ['backends', 'claude', 'model'])).toBe(5)
  expect(await line(text, ['missing'])).toBeUndefined()
})

test('Windows line ends and a byte order mark are read', async () => {
  const file = await readConfigFile(configHome().write('\uFEFFdefault_backend: codex\r\noutput:\r\n  format: json\r\n'), true)
  expect(file?.values).toEqual({ default_backend: 'codex', output: { format: 'json' } })
  expect(file?.lineOf(['output', 'format'])).toBe(3)
})

test('a file of more than 1 MiB is refused before anybody reads it as YAML', async () => {
  const file = configHome().write(`# ${'x'.repeat(10 * 1024 * 1024)}\n`)
  await expect(readConfigFile(file, false)).rejects.toMatchObject({ code: 'config_invalid', message: `the configuration file ${file} has more than 1048576 bytes` })
  await expect(readConfigFile('/dev/zero', true)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('more than 1048576 bytes') })
})

test('a file of very many keys takes no longer than its length says', async () => {
  const keys = Array.from({ length: 60_000 }, (_item, index) => `k${index}: v\n`).join('')
  const started = performance.now()
  expect(await line(keys, ['k59999'])).toBe(60_000)
  // Comparing each key with each other one takes minutes.
  expect(performance.now() - started).toBeLessThan(30_000)
})

test('nesting without end is told, not followed', async () => {
  const file = configHome().write(`a: ${'['.repeat(50_000)}\n`)
  await expect(readConfigFile(file, false)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(`${file}:1: not valid YAML`) })
})
