import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendModule, backendPackage, offline, packPackage, writePackage } from '../plugin-package.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

/** One user with one good plugin; each bad one is installed as a real tarball, without a network, and taken away again. */
const sandbox = new Sandbox()
Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data'), CLINVK_RUN_PLUGIN_TIMEOUT_MS: '1500' })
const sdk = fileURLToPath(new URL('../../plugin-sdk', import.meta.url))
afterAll(() => sandbox.remove())

let packed = 0
function tarball(files: Readonly<Record<string, unknown>>): string {
  packed += 1
  return packPackage(writePackage(join(sandbox.root, `src-${packed}`), files), join(sandbox.root, `packed-${packed}`), sandbox.home)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const ask = (...words: string[]): Promise<Finished> => sandbox.run([...words, 'hi', '--json', '--dry-run'])

/** The other backends are listed as before, whatever the bad one does. */
async function othersGoOn(): Promise<void> {
  const { backends } = (await sandbox.run(['backends', '--json'])).json() as { backends: { name: string; available: boolean }[] }
  expect(backends.map(({ name }) => name)).toEqual(expect.arrayContaining(['claude', 'codex', 'gemini', 'good']))
  expect(backends.find(({ name }) => name === 'good')).toMatchObject({ available: true })
}

beforeAll(async () => {
  expect((await plugins('install', tarball(backendPackage('good')))).code).toBe(0)
})

const value = "import { ClinvkError } from '@clinvk/plugin-sdk'; export const error = ClinvkError;"
const type = "import type { Backend } from '@clinvk/plugin-sdk';"
const optionalPeer = { peerDependencies: { '@clinvk/plugin-sdk': '^0.1.0' }, peerDependenciesMeta: { '@clinvk/plugin-sdk': { optional: true } } }

test.each<[string, Record<string, unknown>, string, string]>([
  ['throws while it is imported', backendPackage('bad', {}, 'throw new Error("no luck today")'), 'plugin_load_failed', 'no luck today'],
  ['ends the process', backendPackage('bad', {}, 'process.exit(0)'), 'plugin_load_failed', 'process.exit'],
  ['hangs', backendPackage('bad', {}, 'await new Promise((resolve) => setTimeout(resolve, 60_000))'), 'plugin_load_failed', 'took longer than 1500 ms'],
  ['is no backend', backendPackage('bad', {}, 'export default 7'), 'plugin_invalid', 'no default export'],
  ['calls itself otherwise', backendPackage('bad', {}, backendModule('good')), 'plugin_invalid', 'it calls itself "good"'],
  ['has an optional peer and imports values of it', backendPackage('bad', optionalPeer, value + backendModule('bad')), 'plugin_load_failed', "Cannot find package '@clinvk/plugin-sdk'"],
])('a module that %s: installed, an error of its package for who asks, and the others go on', async (_what, files, code, words) => {
  expect((await plugins('install', tarball(files))).json()).toMatchObject({ backends: ['bad'] })
  const run = await ask('-b', 'bad')
  expect(run.json()['error']).toMatchObject({ code, message: expect.stringContaining(words) })
  expect(run.json()['error'].message).toContain('clinvk-plugin-bad')
  expect(run.code).toBe(2)
  await othersGoOn()
  expect((await plugins('uninstall', 'clinvk-plugin-bad')).code).toBe(0)
})

test('what a module prints while it loads stays out of the answer', async () => {
  await plugins('install', tarball(backendPackage('noisy', {}, backendModule('noisy', 'console.log("noise"); process.stdout.write("more");'))))
  const run = await sandbox.run(['backends', 'noisy', '--json'])
  expect(run.json()['backends']).toMatchObject([{ available: true }])
  expect(run.stderr).toContain('noise')
  await plugins('uninstall', 'clinvk-plugin-noisy')
})

test('a needed peer that no registry has: not installed, with its name and what npm said', async () => {
  const run = await plugins('install', tarball(backendPackage('peer', { peerDependencies: { '@clinvk/plugin-sdk': '^0.1.0' } })))
  expect(run.json()['error']).toMatchObject({ code: 'plugin_load_failed', message: expect.stringMatching(/clinvk-plugin-peer, or what it depends on: .*@clinvk.*plugin-sdk/), details: { package: 'clinvk-plugin-peer' } })
  expect(run.code).toBe(2)
  expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-good', problems: [] }])
  expect((await plugins('verify')).json()['ok']).toBe(true)
})

test.each<[string, () => Record<string, unknown>]>([
  ['brings the SDK along', () => ({ ...backendPackage('bundled', { dependencies: { '@clinvk/plugin-sdk': '*' }, bundleDependencies: ['@clinvk/plugin-sdk'] }, value + backendModule('bundled')) })],
  ['imports types only, which its compiler takes out', () => backendPackage('bundled', optionalPeer, `// ${type}\n${backendModule('bundled')}`)],
  ['imports nothing', () => backendPackage('bundled')],
])('a plugin that %s works without a network', async (what, files) => {
  packed += 1
  const folder = writePackage(join(sandbox.root, `src-${packed}`), files())
  if (what.includes('along')) {
    const tar = packPackage(sdk, join(sandbox.root, 'sdk'), sandbox.home)
    const target = join(folder, 'node_modules', '@clinvk', 'plugin-sdk')
    writePackage(target, { 'x': '' })
    execFileSync('tar', ['-xzf', tar, '-C', target, '--strip-components', '1'])
  }
  expect((await plugins('install', packPackage(folder, join(sandbox.root, `packed-${packed}`), sandbox.home))).json()).toMatchObject({ name: 'clinvk-plugin-bundled' })
  expect((await sandbox.run(['backends', 'bundled', '--json'])).json()['backends']).toMatchObject([{ name: 'bundled', available: true, problems: [] }])
  expect((await plugins('uninstall', 'clinvk-plugin-bundled')).code).toBe(0)
})

test('two plugins with one backend: the second is refused, and names the first', async () => {
  const run = await plugins('install', tarball({ ...backendPackage('good'), 'package.json': { ...(backendPackage('good')['package.json'] as object), name: 'clinvk-plugin-second' } }))
  expect(run.json()['error']).toMatchObject({ code: 'plugin_invalid', message: expect.stringMatching(/clinvk-plugin-second .*the backend "good" already comes from clinvk-plugin-good/) })
  await othersGoOn()
})
