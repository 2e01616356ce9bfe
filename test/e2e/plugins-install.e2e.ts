import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backendModule, backendPackage, offline, packPackage, writePackage } from '../plugin-package.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data') })
})
afterEach(() => sandbox.remove())

/** A tarball of a package with these files. */
function tarball(name: string, files: Readonly<Record<string, unknown>>): string {
  return packPackage(writePackage(join(sandbox.root, 'src', name), files), join(sandbox.root, 'packed'), sandbox.home)
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])
const installed = async (): Promise<string[]> => (await plugins()).json()['plugins'].map(({ name }: { name: string }) => name)
const current = (...path: string[]) => join(sandbox.root, 'data', 'current', ...path)

describe('installing from a file, without a network', () => {
  test('the backend is there, and gone again after uninstalling', async () => {
    const file = tarball('acme', backendPackage('acme'))
    const run = await plugins('install', `file:${file}`)
    expect(run.json()).toMatchObject({ name: 'clinvk-plugin-acme', version: '1.0.0', backends: ['acme'], commands: [], notes: [], integrity: expect.stringMatching(/^sha512-/) })
    expect(run.code).toBe(0)
    expect((await plugins()).json()).toMatchObject({ plugins: [{ name: 'clinvk-plugin-acme', version: '1.0.0', source: 'file', spec: file, backends: ['acme'], problems: [] }], problems: [] })
    const backends = await sandbox.run(['backends', 'acme', '--json'])
    expect(backends.json()['backends']).toMatchObject([{ name: 'acme', available: true, package: 'clinvk-plugin-acme' }])

    const gone = await plugins('uninstall', 'clinvk-plugin-acme')
    expect(gone.json()).toEqual({ name: 'clinvk-plugin-acme', version: '1.0.0', commands: [] })
    expect(await installed()).toEqual([])
    expect(existsSync(current('node_modules', 'clinvk-plugin-acme'))).toBe(false)
    expect(existsSync(current('packages')) ? readdirSync(current('packages')) : []).toEqual([])
    expect((await sandbox.run(['-b', 'acme', 'hi', '--json'])).json()['error']).toMatchObject({ code: 'backend_not_found' })
  })

  test('a path is taken relative to the working directory, and a folder is installed as a copy', async () => {
    writePackage(join(sandbox.work, 'acme'), backendPackage('acme'))
    expect((await plugins('install', './acme')).json()).toMatchObject({ name: 'clinvk-plugin-acme' })
    writeFileSync(join(sandbox.work, 'acme', 'backend.js'), 'throw new Error("changed")')
    expect((await sandbox.run(['backends', 'acme', '--json'])).json()['backends']).toMatchObject([{ available: true }])
  })

  test('a new version takes the place of the old one, and a running process keeps the folder that it began with', async () => {
    await plugins('install', tarball('acme', backendPackage('acme')))
    const before = realpathSync(current())
    const run = await plugins('install', tarball('acme', backendPackage('acme', { version: '1.1.0' })))
    expect(run.json()).toMatchObject({ version: '1.1.0', replaced: '1.0.0' })
    expect(existsSync(join(before, 'node_modules', 'clinvk-plugin-acme', 'backend.js'))).toBe(true)
    expect(realpathSync(current())).not.toBe(before)
    expect(readdirSync(join(sandbox.root, 'data', 'generations'))).toHaveLength(2)
    expect(readdirSync(current('packages'))).toHaveLength(1)
  })

  test('install scripts do not run, of the package and of what it brings along', async () => {
    const trace = join(sandbox.root, 'trace')
    const scripts = Object.fromEntries(['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [name, `touch ${trace}-${name}`]))
    const files = {
      ...backendPackage('acme', { scripts, dependencies: { inner: '1.0.0' }, bundleDependencies: ['inner'] }),
      'node_modules/inner/package.json': { name: 'inner', version: '1.0.0', scripts },
    }
    sandbox.write('home/.npmrc', 'ignore-scripts=false\n')
    expect((await sandbox.run(['plugins', 'install', tarball('acme', files), '--json'], { env: { npm_config_ignore_scripts: 'false', NPM_CONFIG_IGNORE_SCRIPTS: 'false' } })).code).toBe(0)
    expect(existsSync(current('node_modules', 'clinvk-plugin-acme', 'node_modules', 'inner', 'package.json'))).toBe(true)
    expect(readdirSync(sandbox.root).filter((name) => name.startsWith('trace'))).toEqual([])
  })

  test('npm gets no key of a CLI and nothing that is for clinvk, but its own settings', async () => {
    const seen = join(sandbox.root, 'seen')
    const dump = sandbox.write('dump.cjs', `if (/npm-cli/.test(process.argv[1])) require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env))`)
    const env = { NODE_OPTIONS: `--require ${dump}`, ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b', CLINVK_PLUGINS_ALLOW: '', npm_config_proxy: 'http://127.0.0.1:2', npm_package_name: 'caller' }
    await sandbox.run(['plugins', 'install', tarball('acme', backendPackage('acme')), '--json'], { env })
    const got = JSON.parse(readFileSync(seen, 'utf8')) as Record<string, string>
    expect(got).toMatchObject({ HOME: sandbox.home, npm_config_proxy: 'http://127.0.0.1:2', npm_config_ignore_scripts: 'true' })
    expect(Object.keys(got).filter((name) => /API_KEY|^CLINVK_(?!RUN_ID)|^npm_package/.test(name))).toEqual([])
  })

  test('no module of it runs', async () => {
    const trace = join(sandbox.root, 'trace')
    const writes = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, '');`
    await plugins('install', tarball('acme', { ...backendPackage('acme', { oclif: { hooks: { init: './backend.js', 'plugins:postinstall': './backend.js' } } }, backendModule('acme', writes)) }))
    await plugins()
    expect(existsSync(trace)).toBe(false)
  })
})
