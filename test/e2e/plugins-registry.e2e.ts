import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendPackage, packPackage, writePackage } from '../plugin-package.ts'
import { Registry } from '../registry.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

/** One user, with a registry on 127.0.0.1. */
const sandbox = new Sandbox()
const registry = new Registry()
beforeAll(async () => {
  await registry.start()
  Object.assign(sandbox.env, { CLINVK_DATA_DIR: join(sandbox.root, 'data'), npm_config_registry: registry.url, npm_config_fetch_retries: '0' })
})
afterAll(async () => {
  await registry.stop()
  sandbox.remove()
})

let packed = 0
function publish(files: Readonly<Record<string, unknown>>, served?: Buffer): void {
  packed += 1
  const folder = writePackage(join(sandbox.root, `src-${packed}`), files)
  registry.publish(files['package.json'] as Record<string, unknown>, packPackage(folder, join(sandbox.root, `packed-${packed}`), sandbox.home), served)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const needs = (version: string, dependency: string) => backendPackage('acme', { version, dependencies: { 'acme-lib': dependency } })

test('a name installs the newest version, with what it depends on; an update follows, a pinned one stays', async () => {
  publish({ 'package.json': { name: 'acme-lib', version: '1.0.0' }, 'index.js': '' })
  publish(needs('1.0.0', '^1.0.0'))
  expect((await plugins('install', 'clinvk-plugin-acme')).json()).toMatchObject({ version: '1.0.0', backends: ['acme'] })
  expect((await plugins()).json()['plugins']).toMatchObject([{ source: 'registry', spec: 'clinvk-plugin-acme@latest' }])
  expect((await plugins('update')).json()['plugins']).toMatchObject([{ state: 'unchanged' }])
  expect((await plugins('inspect', 'clinvk-plugin-acme')).json()).toMatchObject({ dependencies: { 'acme-lib': '^1.0.0' }, problems: [] })
  publish({ 'package.json': { name: 'acme-lib', version: '1.1.0' }, 'index.js': '' })
  publish(needs('1.1.0', '^1.1.0'))
  expect((await plugins('update')).json()['plugins']).toMatchObject([{ state: 'updated', from: '1.0.0', installed: { version: '1.1.0' } }])
  expect((await plugins('install', 'clinvk-plugin-acme@1.0.0')).json()).toMatchObject({ version: '1.0.0', replaced: '1.1.0' })
  expect((await plugins('update', 'clinvk-plugin-acme')).json()['plugins']).toMatchObject([{ state: 'pinned' }])
  expect((await plugins('verify')).json()['ok']).toBe(true)
})

test('a changed dependency is named, and comes back in the version of the lock file, not in a newer one', async () => {
  publish({ 'package.json': { name: 'acme-lib', version: '1.9.0' }, 'index.js': '' })
  const lib = join(sandbox.root, 'data', 'current', 'node_modules', 'acme-lib')
  const before = (await plugins('verify')).json()
  expect(before['ok']).toBe(true)
  rmSync(lib, { recursive: true })
  expect((await plugins('verify')).json()).toMatchObject({ ok: false, problems: [{ package: 'node_modules/acme-lib', message: 'it is missing' }] })
  expect((await plugins('verify', '--restore')).json()).toMatchObject({ ok: true, failed: [] })
  expect(existsSync(join(sandbox.root, 'data', 'current', 'node_modules', 'acme-lib', 'package.json'))).toBe(true)
})

test.each([
  ['a name that is not there', 'clinvk-plugin-nobody'],
  ['a version that is not there', 'clinvk-plugin-acme@9.9.9'],
  ['a tag that is not there', 'clinvk-plugin-acme@beta'],
])('%s', async (_what, spec) => {
  const run = await plugins('install', spec)
  expect(run.json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(spec) })
  expect(run.code).toBe(1)
})

test('a name that is not in plugins.allow is not even looked up', async () => {
  const run = await sandbox.run(['plugins', 'install', 'clinvk-plugin-nobody', '--json'], { env: { CLINVK_PLUGINS_ALLOW: '@acme/*' } })
  expect(run.json()['error']).toMatchObject({ code: 'permission_denied' })
})

test('a tarball that is not what the registry says is refused', async () => {
  publish(backendPackage('swapped'), Buffer.from('something else'))
  const run = await plugins('install', 'clinvk-plugin-swapped')
  expect(run.json()['error']).toMatchObject({ code: 'plugin_invalid', message: expect.stringMatching(/integrity|sha512/) })
  expect((await plugins()).json()['plugins']).toHaveLength(1)
})

test('a git repository is installed as it stands, without its scripts; a new commit is an update', async () => {
  const trace = join(sandbox.root, 'trace')
  const folder = join(sandbox.root, 'repository')
  const scripts = { prepare: `touch ${trace}`, prepack: `touch ${trace}` }
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args], { cwd: folder, env: sandbox.env, stdio: 'pipe' })
  const commit = (version: string) => {
    writePackage(folder, backendPackage('repo', { version, scripts }))
    git('add', '-A')
    git('commit', '-qm', version)
  }
  writePackage(folder, {  '.gitkeep': '' })
  git('init', '-q')
  commit('1.0.0')
  expect((await plugins('install', `git+file://${folder}`)).json()).toMatchObject({ name: 'clinvk-plugin-repo', version: '1.0.0' })
  expect((await plugins()).json()['plugins']).toMatchObject([{}, { source: 'git', spec: `git+file://${folder}` }])
  expect((await plugins('update', 'clinvk-plugin-repo')).json()['plugins']).toMatchObject([{ state: 'unchanged' }])
  commit('1.1.0')
  expect((await plugins('update', 'clinvk-plugin-repo')).json()['plugins']).toMatchObject([{ state: 'updated', installed: { version: '1.1.0' } }])
  expect(existsSync(trace)).toBe(false)
})
