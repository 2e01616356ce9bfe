import { appendFileSync, existsSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendPackage, offline, packPackage, withInner, writePackage } from '../plugin-package.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

/** One user: each case does some harm, and restores it. */
const sandbox = new Sandbox()
Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data') })
afterAll(() => sandbox.remove())

function tarball(name: string, files: Readonly<Record<string, unknown>> = backendPackage(name)): string {
  return packPackage(writePackage(join(sandbox.root, 'src', name), files), join(sandbox.root, 'packed'), sandbox.home)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const current = (...path: string[]) => join(sandbox.root, 'data', 'current', ...path)

beforeAll(async () => {
  expect((await plugins('install', tarball('acme', withInner('acme')))).code).toBe(0)
  expect((await plugins('install', tarball('other'))).code).toBe(0)
  expect((await plugins('verify')).json()).toMatchObject({ ok: true, plugins: [{ name: 'clinvk-plugin-acme', state: 'ok' }, { name: 'clinvk-plugin-other', state: 'ok' }], problems: [] })
})

const acme = (...path: string[]) => current('node_modules', 'clinvk-plugin-acme', ...path)
test.each<[string, () => void, string]>([
  ['a changed file', () => appendFileSync(acme('backend.js'), '\n'), 'its files are not what was installed'],
  ['a new file', () => writeFileSync(acme('more.js'), ''), 'its files are not what was installed'],
  ['a missing file', () => unlinkSync(acme('backend.js')), 'its files are not what was installed'],
  ['a file that became a link', () => (unlinkSync(acme('backend.js')), symlinkSync('/etc/hostname', acme('backend.js'))), 'its files are not what was installed'],
  ['a changed file of what it brings along', () => writeFileSync(acme('node_modules', 'inner', 'index.js'), 'x'), 'node_modules/inner: its files are not'],
  ['a package put below it', () => writePackage(acme('node_modules', 'evil'), { 'package.json': { name: 'evil' } }), 'node_modules/evil: nobody installed it'],
  ['a changed tarball', () => readdirSync(current('packages')).forEach((name) => appendFileSync(current('packages', name), 'x')), 'is missing or changed'],
])('names the plugin with %s, and restoring brings it back', async (_what, harm, words) => {
  harm()
  const run = await plugins('verify')
  expect(run.json()).toMatchObject({ ok: false, plugins: [{ name: 'clinvk-plugin-acme', state: 'changed', problems: [expect.stringContaining(words)] }, { name: 'clinvk-plugin-other' }] })
  expect(run.code).toBe(2)
  const doctor = await sandbox.run(['doctor', '--json'])
  expect(doctor.json()['checks']).toContainEqual({ id: 'plugins.files', status: 'fail', message: expect.stringContaining(words), suggestion: expect.any(String) })
  expect(doctor.code).toBe(1)
  const restored = await plugins('verify', '--restore')
  expect(restored.json()).toMatchObject({ ok: true, restored: expect.arrayContaining(['clinvk-plugin-acme']), failed: [] })
  expect(restored.code).toBe(0)
})

test('a package that nobody installed, beside the plugins, is named and removed', async () => {
  writePackage(current('node_modules', 'evil'), { 'package.json': { name: 'evil' } })
  expect((await plugins('verify')).json()).toMatchObject({ ok: false, problems: [{ package: 'node_modules/evil', message: 'nobody installed it' }] })
  expect((await plugins('verify', '--restore')).json()).toMatchObject({ ok: true })
  expect(existsSync(current('node_modules', 'evil'))).toBe(false)
})

test('installing another plugin does not bless what was changed before', async () => {
  appendFileSync(acme('backend.js'), '\n')
  await plugins('install', tarball('third'))
  expect((await plugins('verify')).json()).toMatchObject({ ok: false, plugins: [{ name: 'clinvk-plugin-acme', state: 'changed' }, { state: 'ok' }, { state: 'ok' }] })
})
