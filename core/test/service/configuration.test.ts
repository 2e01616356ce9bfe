import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configChecker, Configuration, type ReadAllSettings } from '../../src/service/configuration.ts'
import { configHome } from '../config/config-file.ts'

const names = () => ['claude', 'codex']
const settings: ReadAllSettings = ({ backends }) => Promise.resolve({ backends, environment: new Map(), problems: [] })
const configurationOf = (source: ConstructorParameters<typeof Configuration>[0]) => new Configuration(source, names, settings, configChecker(settings))

const setUp = (more: Record<string, string> = {}, path?: string) => {
  const home = configHome()
  return { ...home, configuration: configurationOf({ env: { ...home.env, ...more }, ...(path === undefined ? {} : { path }) }) }
}

describe('show', () => {
  test('says of each value whether the file, a variable or nobody has set it', async () => {
    const { write, configuration } = setUp({ CLINVK_OUTPUT_FORMAT: 'text', CLINVK_CLAUDE_MODEL: 'opus' })
    const file = write('output:\n  format: json\n  color: false\nbackends:\n  claude:\n    system_prompt: Be brief.\n')
    const { config, origins, exists } = await configuration.show(false)
    expect(exists).toBe(true)
    expect(config).toMatchObject({ output: { format: 'text', color: false }, backends: { claude: { model: 'opus' } } })
    expect(origins).toMatchObject({
      'output.format': { source: 'environment', variable: 'CLINVK_OUTPUT_FORMAT' },
      'output.color': { source: 'file', file, line: 3 },
      'output.show_tokens': { source: 'default' },
      'backends.claude.model': { source: 'environment', variable: 'CLINVK_CLAUDE_MODEL' },
      'backends.claude.system_prompt': { source: 'file', file, line: 6 },
      'session.default_tags': { source: 'default' },
    })
  })

  test('masks secrets unless they are asked for', async () => {
    const { write, configuration } = setUp()
    write('server:\n  rate_limit_redis_url: redis://me:hunter2@host\n')
    expect(JSON.stringify(await configuration.show(false))).not.toContain('hunter2')
    expect(await configuration.get('server', false)).toMatchObject({ rate_limit_redis_url: 'redis://me:********@host' })
    expect(await configuration.get('server.rate_limit_redis_url', true)).toBe('redis://me:hunter2@host')
  })

  test('warns of a backend that is not there', async () => {
    const { write, configuration } = setUp()
    write('backends:\n  cluade:\n    model: x\n')
    expect((await configuration.show(false)).warnings).toEqual(['backends.cluade in the configuration is for a backend "cluade" that is not there (available: claude, codex)'])
  })
})

describe('get', () => {
  test('a key without a value is null, an unknown one is refused', async () => {
    const { configuration } = setUp()
    expect(await configuration.get('backends.claude.model', false)).toBeNull()
    expect(await configuration.get('backends.constructor', false)).toBeNull()
    await expect(configuration.get('output.fromat', false)).rejects.toMatchObject({ code: 'invalid_request', hint: 'Did you mean "output.format"?' })
  })
})

describe('path', () => {
  test('names the file that counts and what says so', () => {
    const { folder, configuration } = setUp()
    expect(configuration.path()).toEqual({ path: join(folder, '.clinvk', 'config.yaml'), exists: false, source: 'default' })
    const env = { HOME: '/a', CLINVK_HOME: '/b', CLINVK_CONFIG: '/c.yaml' }
    expect(configurationOf({ env: { HOME: '/a', CLINVK_HOME: '/b' } }).path()).toEqual({ path: '/b/config.yaml', exists: false, source: 'CLINVK_HOME' })
    expect(configurationOf({ env }).path()).toMatchObject({ path: '/c.yaml', source: 'CLINVK_CONFIG' })
    expect(configurationOf({ env, path: '/etc/hostname' }).path()).toEqual({ path: '/etc/hostname', exists: existsSync('/etc/hostname'), source: '--config' })
  })
})

describe('validate', () => {
  test('lists everything that is wrong, in the order of the file', async () => {
    const { write, configuration } = setUp({ CLINVK_UNIFIED_FLAGS_MAX_TURNS: 'many' })
    const file = write('outptu: 1\noutput:\n  format: xml\nbackends:\n  claude:\n    modle: x\n    enabled: perhaps\n')
    const { valid, problems } = await configuration.validate()
    expect(valid).toBe(false)
    expect(problems).toMatchObject([
      { file, line: 1, key: 'outptu', message: 'unknown key "outptu"', hint: 'Did you mean "output"?' },
      { file, line: 3, key: 'output.format', message: expect.stringContaining('must be one of') },
      { file, line: 6, key: 'backends.claude.modle', hint: 'Did you mean "model"?' },
      { file, line: 7, key: 'backends.claude.enabled', message: 'backends.claude.enabled must be boolean, not "perhaps"' },
      { variable: 'CLINVK_UNIFIED_FLAGS_MAX_TURNS', key: 'unified_flags.max_turns' },
    ])
  })

  test('an API key of the server comes from one place: none, or two, is a problem with its line', async () => {
    const { write, configuration } = setUp()
    const file = write(`server:\n  keys:\n    none: {}\n    two:\n      env: CLINVK_KEY_A\n      sha256: ${'a'.repeat(64)}\n    good: {env: CLINVK_KEY_A}\n`)
    expect((await configuration.validate()).problems).toEqual([
      { file, line: 3, key: 'server.keys.none', message: 'server.keys.none needs either sha256 or env', hint: 'Give one of them.' },
      { file, line: 4, key: 'server.keys.two', message: 'server.keys.two needs either sha256 or env', hint: 'Give one of them.' },
    ])
  })

  test('lists every fault of the YAML', async () => {
    const { write, configuration } = setUp()
    const file = write('a: 1\na: 2\nb:\n  c: 1\n  c: 2\n')
    expect((await configuration.validate()).problems).toMatchObject([{ file, line: 2 }, { file, line: 5 }])
  })

  test('a file that is named is looked at alone', async () => {
    const { write, configuration } = setUp({ CLINVK_OUTPUT_FORMAT: 'xml' })
    write('broken')
    const other = write('output:\n  format: text\n', 'other.yaml')
    expect(await configuration.validate(other)).toEqual({ valid: true, file: other, problems: [] })
    await expect(configuration.validate(`${other}x`)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('(ENOENT)') })
  })

  test('sixty thousand unknown keys are all named', async () => {
    const { write, configuration } = setUp()
    write(Array.from({ length: 60_000 }, (_item, index) => `k${index}: v\n`).join(''))
    expect((await configuration.validate()).problems).toHaveLength(60_000)
  })
})
