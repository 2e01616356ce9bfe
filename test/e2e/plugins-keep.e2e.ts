import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backendModule, backendPackage, offline, packPackage, withInner, writePackage } from '../plugin-package.ts'
import { finished, type Finished, Sandbox, until } from '../sandbox.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data') })
})
afterEach(() => sandbox.remove())

function tarball(name: string, files: Readonly<Record<string, unknown>> = backendPackage(name)): string {
  return packPackage(writePackage(join(sandbox.root, 'src', name), files), join(sandbox.root, 'packed'), sandbox.home)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const current = (...path: string[]) => join(sandbox.root, 'data', 'current', ...path)
const available = async (name: string): Promise<boolean> => (await sandbox.run(['backends', name, '--json'])).json()['backends'][0].available as boolean

describe('restore', () => {
  test('a lost node_modules comes back without a network, linked plugins stay', async () => {
    await plugins('install', tarball('acme', withInner('acme')))
    await plugins('install', tarball('other'))
    writePackage(join(sandbox.root, 'linked'), backendPackage('linked'))
    await plugins('link', join(sandbox.root, 'linked'))
    rmSync(current('node_modules'), { recursive: true })
    rmSync(current('package.json'))
    rmSync(current('package-lock.json'))
    rmSync(join(sandbox.root, 'packed'), { recursive: true })
    expect((await plugins('verify')).json()).toMatchObject({ ok: false, plugins: [{ state: 'missing' }, { state: 'missing' }, { state: 'linked' }] })
    expect((await plugins()).json()['problems']).toHaveLength(3)
    const run = await plugins('verify', '--restore')
    expect(run.json()).toMatchObject({ ok: true, restored: ['clinvk-plugin-acme', 'clinvk-plugin-other'], failed: [] })
    const backends = (await sandbox.run(['backends', '--json'])).json()['backends'] as { name: string; available: boolean }[]
    expect(backends.filter((backend) => backend.available).map(({ name }) => name)).toEqual(['linked', 'acme', 'other'])
  })

  test('what cannot be had again is said, stays on record, and the others are back', async () => {
    const file = tarball('acme')
    await plugins('install', file)
    await plugins('install', tarball('other'))
    rmSync(current('node_modules'), { recursive: true })
    const stored = readdirSync(current('packages')).find((name) => name.includes('acme')) as string
    rmSync(current('packages', stored))
    rmSync(file)
    const run = await plugins('verify', '--restore')
    expect(run.json()).toMatchObject({ ok: false, restored: ['clinvk-plugin-other'], failed: [{ name: 'clinvk-plugin-acme', message: expect.stringContaining('its tarball is lost, and it cannot be fetched again') }] })
    expect(run.code).toBe(2)
    expect(await available('other')).toBe(true)
    expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-acme', problems: [expect.stringContaining('package.json cannot be read')] }, { name: 'clinvk-plugin-other', problems: [] }])
    // Another package in the place of the lost one is not taken for it.
    tarball('acme', backendPackage('acme', {}, backendModule('acme', '// other\n')))
    expect((await plugins('verify', '--restore')).json()['failed']).toMatchObject([{ name: 'clinvk-plugin-acme', message: expect.stringContaining('is not the same package any more') }])
  })
})

describe('update', () => {
  test('takes what the file has become, and leaves what has not changed', async () => {
    await plugins('install', tarball('acme'))
    await plugins('install', tarball('other'))
    const file = join(sandbox.root, 'packed', 'clinvk-plugin-acme-1.0.0.tgz')
    const newer = packPackage(writePackage(join(sandbox.root, 'newer'), backendPackage('acme', { version: '1.1.0' })), join(sandbox.root, 'newer-packed'), sandbox.home)
    writeFileSync(file, readFileSync(newer))
    const run = await plugins('update')
    expect(run.json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-acme', from: '1.0.0', state: 'updated', installed: { version: '1.1.0' } }, { name: 'clinvk-plugin-other', state: 'unchanged' }])
    expect((await plugins('verify')).json()['ok']).toBe(true)
  })

  test('to something that is refused: the old one stays and works', async () => {
    await plugins('install', tarball('acme'))
    const bad = packPackage(writePackage(join(sandbox.root, 'bad'), backendPackage('acme', { version: '2.0.0', clinvk: { contract: 9, backends: { acme: './backend.js' } } })), join(sandbox.root, 'bad-packed'), sandbox.home)
    writeFileSync(join(sandbox.root, 'packed', 'clinvk-plugin-acme-1.0.0.tgz'), readFileSync(bad))
    const run = await plugins('update', 'clinvk-plugin-acme')
    expect(run.json()['plugins']).toMatchObject([{ state: 'failed', from: '1.0.0', code: 'plugin_invalid', reason: expect.stringContaining('contract 9') }])
    expect(run.code).toBe(2)
    expect((await plugins()).json()['plugins']).toMatchObject([{ version: '1.0.0', problems: [] }])
    expect(await available('acme')).toBe(true)
  })
})

describe('link', () => {
  test('a change in the folder counts at once; uninstalling leaves the folder alone', async () => {
    const folder = writePackage(join(sandbox.work, 'mine'), backendPackage('mine'))
    expect((await plugins('link', 'mine')).json()).toMatchObject({ name: 'clinvk-plugin-mine', backends: ['mine'] })
    expect(await available('mine')).toBe(true)
    writeFileSync(join(folder, 'backend.js'), backendModule('mine').replace("({ file: '/bin/true' })", 'undefined'))
    expect(await available('mine')).toBe(false)
    expect((await plugins('inspect', 'clinvk-plugin-mine')).json()).toMatchObject({ source: 'link', folder, backends: [{ name: 'mine' }] })
    expect((await plugins('uninstall', 'clinvk-plugin-mine')).code).toBe(0)
    expect(existsSync(join(folder, 'backend.js'))).toBe(true)
  })

  test('what cannot be a plugin is not linked, and allow counts', async () => {
    writePackage(join(sandbox.work, 'mine'), backendPackage('mine', { clinvk: { contract: 1, backends: { mine: '../../x.js' } } }))
    expect((await plugins('link', 'mine')).json()['error']).toMatchObject({ code: 'plugin_invalid', message: expect.stringContaining('lies outside the package') })
    expect((await plugins('link', 'nowhere')).json()['error']).toMatchObject({ code: 'invalid_request' })
    writePackage(join(sandbox.work, 'fine'), backendPackage('fine'))
    expect((await sandbox.run(['plugins', 'link', 'fine', '--json'], { env: { CLINVK_PLUGINS_ALLOW: 'x' } })).code).toBe(5)
    expect((await plugins()).json()['plugins']).toEqual([])
  })
})

test("plugins that oclif's own way has put into the data folder are listed, kept by a change, and can be taken away", async () => {
  sandbox.write('data/package.json', JSON.stringify({ oclif: { schema: 1, plugins: [{ type: 'user', name: 'clinvk-plugin-old' }] } }))
  writePackage(join(sandbox.root, 'data', 'node_modules', 'clinvk-plugin-old'), backendPackage('old'))
  expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-old', source: 'unrecorded', backends: ['old'] }])
  writePackage(join(sandbox.work, 'mine'), backendPackage('mine'))
  await plugins('link', 'mine')
  expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-mine' }, { name: 'clinvk-plugin-old', source: 'unrecorded' }])
  expect(existsSync(join(sandbox.root, 'data', 'package.json'))).toBe(false)
  expect((await plugins('verify')).json()).toMatchObject({ ok: false })
  expect((await plugins('uninstall', 'clinvk-plugin-old')).code).toBe(0)
  expect((await plugins('verify')).json()).toMatchObject({ ok: true })
})

test('two installations at the same time: both are there', async () => {
  const files = [tarball('one'), tarball('two')]
  const runs = await Promise.all(files.map((file) => plugins('install', file)))
  expect(runs.map(({ code }) => code)).toEqual([0, 0])
  expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-one' }, { name: 'clinvk-plugin-two' }])
})

test('an installation that is killed, or interrupted, changes nothing and does not stand in the way of the next', async () => {
  await plugins('install', tarball('acme'))
  const file = tarball('other')
  const generations = join(sandbox.root, 'data', 'generations')
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const before = readdirSync(generations)
    const child = sandbox.start(['plugins', 'install', file, '--json'])
    const end = finished(child)
    await until(() => readdirSync(generations).some((name) => !before.includes(name)), 'a folder in the making')
    child.kill(signal)
    const run = await end
    if (signal === 'SIGINT') expect(run.code).toBe(7)
    expect((await plugins()).json()['plugins']).toMatchObject([{ name: 'clinvk-plugin-acme', problems: [] }])
  }
  expect((await plugins('install', file)).code).toBe(0)
  expect((await plugins('verify')).json()['ok']).toBe(true)
  expect(readdirSync(generations)).toHaveLength(2)
})
