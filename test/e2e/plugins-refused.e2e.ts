import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { backendPackage, offline, packPackage, writePackage } from '../plugin-package.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

/** One user with one good plugin, at which all the bad ones try. */
const sandbox = new Sandbox()
Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data') })
beforeAll(async () => {
  expect((await plugins('install', tarball('other', backendPackage('other')))).code).toBe(0)
})
afterAll(() => sandbox.remove())

let packed = 0

/** A tarball of a package with these files. */
function tarball(name: string, files: Readonly<Record<string, unknown>>): string {
  packed += 1
  return packPackage(writePackage(join(sandbox.root, 'src', `${name}-${packed}`), files), join(sandbox.root, `packed-${packed}`), sandbox.home)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const current = (...path: string[]) => join(sandbox.root, 'data', 'current', ...path)

/** Nothing of a refused package is left: no list entry, no folder, no tarball, no half-made plugin folder. */
function nothingLeft(name: string): void {
  expect(existsSync(current('node_modules', name))).toBe(false)
  expect(sandbox.files('data').filter((file) => file.includes(name))).toEqual([])
}

afterEach(async () => {
  const { plugins: left } = (await plugins()).json() as { plugins: readonly { name: string; problems: readonly string[] }[] }
  expect(left).toMatchObject([{ name: 'clinvk-plugin-other', backends: ['other'], problems: [] }])
})

test.each<[string, Record<string, unknown>, string]>([
  ['no plugin', { 'package.json': { name: 'clinvk-plugin-bad', version: '1.0.0' } }, 'it is no plugin of clinvk'],
  ['another contract', backendPackage('bad', { clinvk: { contract: 2, backends: { bad: './backend.js' } } }), 'it is written for contract 2, this clinvk speaks 1'],
  ['a backend of another plugin', backendPackage('bad', { clinvk: { contract: 1, backends: { other: './backend.js' } } }), 'the backend "other" already comes from clinvk-plugin-other'],
  ['a built-in backend', backendPackage('bad', { clinvk: { contract: 1, backends: { claude: './backend.js' } } }), 'the backend "claude" already comes from @clinvk/plugin-claude'],
  ['a path out of the package', backendPackage('bad', { clinvk: { contract: 1, backends: { bad: '../clinvk-plugin-other/backend.js' } } }), 'lies outside the package'],
  ['an absolute path', backendPackage('bad', { clinvk: { contract: 1, backends: { bad: '/etc/hostname' } } }), 'lies outside the package'],
  ['a module that is not packed', backendPackage('bad', { files: ['nothing'] }), 'is not in the package'],
  ['a strange manifest', backendPackage('bad', { clinvk: { contract: 1, backends: ['bad'] } }), 'must hold "contract" and "backends"'],
  ['commands nobody listed', { 'package.json': { name: 'clinvk-plugin-bad', version: '1.0.0', oclif: { commands: './commands' } } }, 'no oclif.manifest.json'],
])('%s', async (_what, files, words) => {
  const run = await plugins('install', tarball('bad', files))
  expect(run.json()).toMatchObject({ exit_code: 2, error: { code: 'plugin_invalid', message: expect.stringContaining(words) } })
  expect(run.json()['error'].message).toContain('clinvk-plugin-bad')
  expect(run.code).toBe(2)
  nothingLeft('clinvk-plugin-bad')
})

test('a name that is not in plugins.allow, whatever the file is called', async () => {
  const file = tarball('bad', backendPackage('bad'))
  const run = await sandbox.run(['plugins', 'install', file, '--json'], { env: { CLINVK_PLUGINS_ALLOW: 'clinvk-plugin-other,@bad/*,clinvk-plugin-ba' } })
  expect(run.json()['error']).toMatchObject({ code: 'permission_denied', message: expect.stringContaining('clinvk-plugin-bad: it is not in plugins.allow') })
  expect(run.code).toBe(5)
  nothingLeft('clinvk-plugin-bad')
})

test('a configuration that is not valid', async () => {
  sandbox.write('bad.yaml', 'plugins:\n  allow: 7\n')
  const run = await sandbox.run(['plugins', 'install', tarball('bad', backendPackage('bad')), '--json', '--config', join(sandbox.root, 'bad.yaml')])
  expect(run.json()['error']).toMatchObject({ code: 'config_invalid' })
  expect(run.code).toBe(3)
})

test.each([
  ['a file that is not there', './nowhere.tgz', 'invalid_request', 1],
  ['a file that is no package', './noise.tgz', 'plugin_invalid', 2],
  ['a flag', '--global', 'invalid_request', 1],
  ['an empty name', '', 'invalid_request', 1],
  ['no name of a package', 'a b c', 'invalid_request', 1],
  ['a name, without a network', 'clinvk-plugin-nowhere', 'plugin_load_failed', 2],
  ['a package of clinvk', '@clinvk/plugin-claude', 'plugin_invalid', 2],
])('%s', async (_what, spec, code, exit) => {
  sandbox.write('work/noise.tgz', 'noise')
  const run = await plugins('install', spec)
  expect(run.json()['error']).toMatchObject({ code })
  expect(run.code).toBe(exit)
})
