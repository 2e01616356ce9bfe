import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { configChecker } from '../../src/service/configuration.ts'
import { ChangeConfiguration } from '../../src/service/change-configuration.ts'
import { configHome } from '../config/config-file.ts'

const backends = () => ['claude', 'codex'].map((name) => ({ name, package: name, version: '1', module: '/none', secrets: [], origin: 'core' as const }))
const check = configChecker((config) => Promise.resolve({ backends: config.backends, environment: new Map(), problems: [] }))

const setUp = (more: Record<string, string> = {}) => {
  const home = configHome()
  const file = join(home.folder, '.clinvk', 'config.yaml')
  return {
    ...home,
    file,
    read: () => readFileSync(file, 'utf8'),
    change: new ChangeConfiguration({ env: { ...home.env, ...more } }, backends, check),
    changeOf: (path: string) => new ChangeConfiguration({ env: home.env, path }, backends, check),
  }
}

describe('set', () => {
  test('makes the file and its folder for the owner alone', async () => {
    const { file, read, change } = setUp()
    expect(await change.set('Output.Color', 'off')).toEqual({ key: 'output.color', value: false, file, changed: true, warnings: [] })
    expect(read()).toBe('output:\n  color: false\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(file, '..'))).toEqual(['config.yaml'])
  })

  test('a file that others could read is theirs no longer', async () => {
    const { write, file, change } = setUp()
    chmodSync(write('default_backend: codex\n'), 0o644)
    await change.set('output.color', 'off')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('writes nothing of the environment, and says what is stronger than the file', async () => {
    const { read, change } = setUp({ CLINVK_BACKEND: 'claude', CLINVK_OUTPUT_FORMAT: 'text' })
    expect((await change.set('default_backend', 'codex')).warnings).toEqual([expect.stringMatching(/^CLINVK_BACKEND is set .* default_backend$/)])
    expect((await change.set('output', '{"color": false}')).warnings).toEqual([expect.stringMatching(/^CLINVK_OUTPUT_FORMAT is set/)])
    expect(read()).toBe('default_backend: codex\noutput:\n  color: false\n')
  })

  test.each([
    ['a wrong value', 'output.format', 'xml', 'output.format must be one of: default, text, json, stream-json, not "xml"'],
    ['an unknown key', 'output.fromat', 'x', 'unknown key "output.fromat"'],
    ['a section with a wrong key', 'output', '{"fromat": 1}', 'unknown key "output.fromat"'],
    ['a name that no backend can have', 'backends.a_b.model', 'x', '"a_b" is no name for a backend'],
    ['a number out of range', 'unified_flags.max_turns', '-1', 'unified_flags.max_turns must be >= 0, not -1'],
  ])('%s is refused and nothing is written', async (_what, key, value, message) => {
    const { write, read, change } = setUp()
    write('default_backend: codex\n')
    await expect(change.set(key, value)).rejects.toMatchObject({ code: 'invalid_request', message, hint: expect.any(String) })
    expect(read()).toBe('default_backend: codex\n')
  })

  test.each([
    ['another wrong key', 'outptu: 1\noutput:\n  format: json\n', ':1: unknown key "outptu"'],
    ['broken YAML', 'output:\n\tformat: json\n', ':2: not valid YAML'],
    ['a key that stands twice', 'a: 1\na: 2\n', ':2: not valid YAML'],
  ])('a file with %s is left as it is', async (_what, text, message) => {
    const { write, read, change, file } = setUp()
    write(text)
    await expect(change.set('output.color', 'off')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(`${file}${message}`) })
    expect(read()).toBe(text)
  })

  test('mends the very key that is wrong', async () => {
    const { write, read, change } = setUp()
    write('output:\n  format: xml # oh\n')
    await change.set('output.format', 'text')
    expect(read()).toBe('output:\n  format: text # oh\n')
  })

  test('a secret is not repeated', async () => {
    const { change } = setUp()
    expect(JSON.stringify(await change.set('server.rate_limit_redis_url', 'redis://a:hunter2@b'))).not.toContain('hunter2')
  })

  test('warns of a backend that is not there', async () => {
    const { change } = setUp()
    expect((await change.set('default_backend', 'cluade')).warnings).toEqual(['there is no backend "cluade" (available: claude, codex)'])
    expect((await change.set('backends.cluade.model', 'x')).warnings).toEqual([expect.stringContaining('"cluade" that is not there')])
  })

  test('thirty at the same time all count', async () => {
    const { file, change } = setUp()
    await Promise.all(Array.from({ length: 30 }, (_item, index) => change.set(`backends.b${index}.model`, String(index))))
    for (let index = 0; index < 30; index++) expect(readFileSync(file, 'utf8')).toContain(`b${index}:\n    model: "${index}"\n`)
    expect(readdirSync(join(file, '..'))).toEqual(['config.yaml'])
  })
})

test('settings of a backend that takes none, or is not there, cannot be set', async () => {
  const { change } = setUp()
  await expect(change.set('backends.claude.settings.fast', 'yes')).rejects.toMatchObject({ code: 'invalid_request', message: 'the backend "claude" takes no settings' })
  await expect(change.set('backends.nope.settings.fast', 'yes')).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('"nope" that is not there') })
})

test('variables that set a setting of a plugin are named', async () => {
  const { write, read, change } = setUp({ CLINVK_ACME_SETTINGS_BASE_URL: 'x', CLINVK_OTHER_SETTINGS_BASE_URL: 'x' })
  write('backends:\n  acme:\n    settings:\n      baseUrl: a\n      fast: true\n')
  expect((await change.unset('backends.acme.settings.fast')).warnings).toEqual([])
  expect((await change.unset('backends.acme.settings.baseUrl')).warnings).toEqual([expect.stringMatching(/^CLINVK_ACME_SETTINGS_BASE_URL is set/)])
  expect(read()).toBe('')
})

describe('unset', () => {
  test('takes out a key, also a mistyped one, and tells what is left to mend', async () => {
    const { write, read, change } = setUp()
    write('# mine\noutptu: 1\noutput:\n  format: json\n  fromat: 1\n')
    expect(await change.unset('outptu')).toMatchObject({ changed: true, warnings: [expect.stringContaining('still not valid: ')] })
    expect(await change.unset('output.fromat')).toMatchObject({ key: 'output.fromat', changed: true, warnings: [] })
    expect(await change.unset('output.format')).toMatchObject({ changed: true })
    expect(read()).toBe('# mine\n')
  })

  test('a key that is not in the file changes nothing, an unknown one is refused', async () => {
    const { write, change } = setUp()
    write('default_backend: codex\n')
    expect(await change.unset('output.format')).toMatchObject({ changed: false })
    await expect(change.unset('output.fromat')).rejects.toMatchObject({ code: 'invalid_request', hint: 'Did you mean "output.format"?' })
  })

  test('an anchor that others lead to is not taken from under them', async () => {
    const { write, read, change } = setUp()
    const text = 'backends:\n  claude: &base\n    model: a\n  codex: *base\n'
    write(text)
    await expect(change.unset('backends.claude')).rejects.toMatchObject({ code: 'config_invalid' })
    expect(read()).toBe(text)
  })
})

describe('what may not be written', () => {
  test('a link stays, and what it leads to is replaced', async () => {
    const { folder, write, file, change } = setUp()
    const target = write('default_backend: codex # mine\n', 'dotfiles/clinvk.yaml')
    mkdirSync(join(folder, '.clinvk'))
    symlinkSync(target, file)
    await change.set('output.color', 'off')
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('default_backend: codex # mine\noutput:\n  color: false\n')
  })

  test('a link to a file that is not there yet makes that file', async () => {
    const { folder, file, change } = setUp()
    mkdirSync(join(folder, '.clinvk'))
    symlinkSync('../later.yaml', file)
    await change.set('output.color', 'off')
    expect(readFileSync(join(folder, 'later.yaml'), 'utf8')).toContain('color: false')
  })

  test('a read-only file', async () => {
    const { write, read, change, file } = setUp()
    chmodSync(write('default_backend: codex\n'), 0o444)
    await expect(change.set('output.color', 'off')).rejects.toMatchObject({ code: 'config_invalid', message: `cannot write the configuration file ${file}: it is read-only` })
    expect(read()).toBe('default_backend: codex\n')
  })

  test('a folder in the place of the file', async () => {
    const { folder, changeOf } = setUp()
    await expect(changeOf(folder).set('output.color', 'off')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('it is a folder') })
  })

  test.each([
    ['that is not there', '/no/such/folder/config.yaml', /the folder \/no\/such\/folder does not exist/],
    ['that is a file', '/etc/hostname/config.yaml', /cannot write the configuration file/],
    ['that takes no files', '/proc/self/config.yaml', /cannot write the configuration file/],
  ])('a folder %s', async (_what, path, message) => {
    await expect(setUp().changeOf(path).set('output.color', 'off')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(message), hint: expect.any(String) })
  })

  test('a folder without the right to write', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may write everywhere')
    const { write, change } = setUp()
    const folder = join(write('default_backend: codex\n'), '..')
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700)) // or it cannot be removed
    await expect(change.set('output.color', 'off')).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('(EACCES)') })
  })
})
