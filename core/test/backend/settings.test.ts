import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hasSettings } from '../../src/backend/has-settings.ts'
import { readSettings, settingNode, settingsOf } from '../../src/backend/settings.ts'
import { loadConfig } from '../../src/config/load.ts'
import { configHome } from '../config/config-file.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    base_url: { type: 'string' },
    retryMax: { type: 'integer', minimum: 0, default: 3 },
    fast: { type: 'boolean' },
    models: { type: 'array', items: { type: 'string' } },
    proxy: { type: 'object', properties: { host: { type: 'string' } } },
    api_key: { type: 'string', pattern: '^sk-' },
  },
}

/** The manifest of a backend "acme" that brings this schema; `undefined`: none. */
function acme(text: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const settings = join(folder, 'settings.schema.json')
  if (text !== undefined) writeFileSync(settings, text)
  return { name: 'acme', package: 'clinvk-plugin-acme', version: '1', module: '/none', secrets: [], origin: 'user' as const, ...(text === undefined ? {} : { settings }) }
}

async function configured(text: string, env: Record<string, string> = {}) {
  const home = configHome()
  const file = home.write(text)
  const { config } = await loadConfig({ env: { ...home.env, ...env } })
  return { file, config }
}

test('values of the file and of variables reach the backend typed, with the defaults of the schema', async () => {
  const { config } = await configured('backends:\n  acme:\n    settings:\n      base_url: http://a\n      proxy: { host: h }\n', {
    CLINVK_ACME_SETTINGS_FAST: 'yes',
    CLINVK_ACME_SETTINGS_MODELS: 'a, b',
    CLINVK_ACME_SETTINGS_PROXY_HOST: 'other',
  })
  expect(await settingsOf(acme(JSON.stringify(schema)), config)).toEqual({ base_url: 'http://a', retryMax: 3, fast: true, models: ['a', 'b'], proxy: { host: 'other' } })
  expect(await settingsOf(acme(JSON.stringify({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' })), config)).toMatchObject({ retryMax: 3 })
})

test('a variable alone is enough, and one of another backend is none', async () => {
  const { config } = await configured('', { CLINVK_ACME_SETTINGS_RETRY_MAX: '5' })
  expect(await settingsOf(acme(JSON.stringify(schema)), config)).toEqual({ retryMax: 5 })
  expect([hasSettings('acme', config), hasSettings('other', config)]).toEqual([true, false])
})

test('a copy of the configuration with another section, as a server makes it, tells the same', async () => {
  const { config } = await configured('', { CLINVK_ACME_SETTINGS_FAST: 'yes' })
  expect(await settingsOf(acme(JSON.stringify(schema)), { ...config, server: { ...config.server, port: 1 } } as typeof config)).toMatchObject({ fast: true })
})

test('without any setting there are none, and the schema is not opened', async () => {
  const { config } = await configured('backends:\n  acme:\n    model: m\n')
  expect(await settingsOf(acme('broken'), config)).toBeUndefined()
})

test('keys of settings keep their case', async () => {
  const { config } = await configured('backends:\n  acme:\n    settings:\n      retryMax: 1\n')
  expect(await settingsOf(acme(JSON.stringify(schema)), config)).toEqual({ retryMax: 1 })
})

test('what does not fit is told with file, line and key, and all of it', async () => {
  const { file, config } = await configured('backends:\n  acme:\n    settings:\n      base_ur: x\n      retryMax: -1\n      api_key: hunter2\n', { CLINVK_ACME_SETTINGS_FAST: 'perhaps', CLINVK_ACME_SETTINGS_NOPE: '1' })
  const { problems } = await readSettings(acme(JSON.stringify(schema)), config)
  expect(problems).toHaveLength(5)
  expect(problems).toEqual(expect.arrayContaining([
    { file, line: 4, key: 'backends.acme.settings.base_ur', message: 'unknown key "backends.acme.settings.base_ur"', hint: 'Did you mean "base_url"?' },
    { file, line: 5, key: 'backends.acme.settings.retryMax', message: 'backends.acme.settings.retryMax must be >= 0, not -1', hint: expect.any(String) },
    { variable: 'CLINVK_ACME_SETTINGS_FAST', key: 'backends.acme.settings.fast', message: 'backends.acme.settings.fast must be boolean, not "perhaps"', hint: expect.any(String) },
    { variable: 'CLINVK_ACME_SETTINGS_NOPE', key: 'backends.acme.settings', message: 'the backend "acme" has no setting for it', hint: expect.stringContaining('base_url') },
  ]))
  expect(JSON.stringify(problems)).not.toContain('hunter2')
  await expect(settingsOf(acme(JSON.stringify(schema)), config)).rejects.toMatchObject({ code: 'config_invalid', backend: 'acme' })
})

test('a required setting that is missing is named', async () => {
  const { file, config } = await configured('backends:\n  acme:\n    settings:\n      fast: true\n')
  await expect(settingsOf(acme(JSON.stringify({ ...schema, required: ['base_url'] })), config)).rejects.toMatchObject({ code: 'config_invalid', message: `${file}:3: backends.acme.settings lacks "base_url"` })
})

test('settings for a backend without a schema are refused', async () => {
  const { file, config } = await configured('backends:\n  acme:\n    settings:\n      fast: true\n')
  await expect(settingsOf(acme(undefined), config)).rejects.toMatchObject({ code: 'config_invalid', message: `${file}:3: the backend "acme" takes no settings` })
  const { config: byVariable } = await configured('', { CLINVK_ACME_SETTINGS_FAST: 'yes' })
  await expect(settingsOf(acme(undefined), byVariable)).rejects.toMatchObject({ message: 'CLINVK_ACME_SETTINGS_FAST: the backend "acme" takes no settings' })
})

test.each(['not JSON', '[]', '{"type": "nonsense"}'])('a schema that is none (%s) is a fault of the plugin', async (text) => {
  const { config } = await configured('backends:\n  acme:\n    settings:\n      fast: true\n')
  await expect(settingsOf(acme(text), config)).rejects.toMatchObject({ code: 'plugin_invalid', message: expect.stringContaining('clinvk-plugin-acme'), hint: expect.any(String) })
})

test('the schema says what a setting wants', () => {
  const manifest = acme(JSON.stringify(schema))
  expect(settingNode(manifest, ['retryMax'])).toMatchObject({ type: 'integer' })
  expect(settingNode(manifest, ['proxy', 'host'])).toMatchObject({ type: 'string' })
  expect(settingNode(manifest, ['nope', 'x'])).toBeUndefined()
})
