import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discoverBackends } from '../../src/backend/discovery.ts'
import { temporaryFolder } from './temporary-folder.ts'

const brings = (backends: Record<string, unknown>, more: Record<string, unknown> = {}) => ({ clinvk: { contract: 1, backends, ...more } })

/** A clinvk with one built-in backend, and a plugin folder with these user-installed packages. */
function installed(packages: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}, listed?: unknown): { core: string; data: string; folder: string } {
  const folder = temporaryFolder({
    'core/package.json': { oclif: { plugins: ['@oclif/plugin-help', 'core-one'] } },
    'core/node_modules/core-one/package.json': { name: 'core-one', version: '1.0.0', ...brings({ one: './backend.js' }, { secrets: ['ONE_KEY'] }) },
    'data/package.json': listed ?? { oclif: { plugins: Object.keys(packages).map((name) => ({ type: 'user', name })) } },
    ...Object.fromEntries(Object.entries(packages).map(([name, manifest]) => [`data/node_modules/${name}/package.json`, manifest])),
    ...more,
  })
  return { folder, core: join(folder, 'core/package.json'), data: join(folder, 'data') }
}

const discover = ({ core, data }: { core: string; data: string }) => discoverBackends(core, data)
const names = (found: ReturnType<typeof discoverBackends>) => found.backends.map(({ name }) => name)

describe('what the manifests announce', () => {
  test('a backend is told with its package, version, module and secrets, without opening the module', () => {
    const place = installed({ acme: { version: '2.1.0', ...brings({ acme: './dist/no-such-file.js' }, { secrets: ['ACME_KEY', 7] }) } })
    expect(discover(place)).toEqual({
      backends: [
        { name: 'one', package: 'core-one', version: '1.0.0', module: join(place.folder, 'core/node_modules/core-one/backend.js'), secrets: ['ONE_KEY'], origin: 'core' },
        { name: 'acme', package: 'acme', version: '2.1.0', module: join(place.data, 'node_modules/acme/dist/no-such-file.js'), secrets: ['ACME_KEY'], origin: 'user' },
      ],
      problems: [],
    })
  })

  test("core's come first, then linked ones, then installed ones, each by name", () => {
    const place = installed(
      { 'a-user': brings({ zebra: './b.js' }), '@scope/user': brings({ scoped: './b.js' }) },
      { 'work/linked/package.json': brings({ linked: './b.js', second: './c.js' }) },
    )
    const listed = [{ type: 'user', name: 'a-user' }, { type: 'link', name: 'z-linked', root: join(place.folder, 'work/linked') }, { type: 'user', name: '@scope/user' }]
    const data = temporaryFolder({ 'package.json': { oclif: { plugins: listed } }, 'node_modules/a-user/package.json': brings({ zebra: './b.js' }), 'node_modules/@scope/user/package.json': brings({ scoped: './b.js' }) })
    expect(names(discoverBackends(place.core, data))).toEqual(['one', 'linked', 'second', 'scoped', 'zebra'])
  })

  test('a plugin with commands only brings no backend and no problem', () => {
    expect(discover(installed({ commands: { name: 'commands', oclif: { commands: './dist' } } }))).toMatchObject({ backends: [{ name: 'one' }], problems: [] })
  })

  test('nothing was ever installed: no plugin folder, no problem', () => {
    const { core, folder } = installed({})
    expect(discoverBackends(core, join(folder, 'nowhere')).problems).toEqual([])
    expect(discoverBackends(core, join(folder, 'core/package.json')).problems).toEqual([])
  })
})

describe('packages with something wrong', () => {
  test('a built-in name cannot be taken over, and of two plugins the first keeps the name', () => {
    const found = discover(installed({ evil: brings({ one: './evil.js' }), 'a-first': brings({ acme: './b.js' }), 'b-second': brings({ acme: './b.js' }) }))
    expect(found.backends).toMatchObject([{ name: 'one', package: 'core-one' }, { name: 'acme', package: 'a-first' }])
    expect(found.problems).toEqual([
      { package: 'b-second', message: 'the backend "acme" already comes from a-first; uninstall one of the two' },
      { package: 'evil', message: 'the backend "one" already comes from core-one; uninstall one of the two' },
    ])
  })

  test.each([
    ['another contract', { clinvk: { contract: 2, backends: { acme: './b.js' } } }, 'it is written for contract 2, this clinvk speaks 1; update the older of the two'],
    ['a contract that is a text', { clinvk: { contract: '1', backends: { acme: './b.js' } } }, 'it is written for contract "1"'],
    ['no backends', { clinvk: { contract: 1 } }, '"clinvk" in its package.json must hold "contract" and "backends"; ask its author'],
    ['backends as a list', { clinvk: { contract: 1, backends: ['./b.js'] } }, '"clinvk" in its package.json must hold'],
    ['"clinvk" as a text', { clinvk: './b.js' }, '"clinvk" in its package.json must hold'],
    ['a name that no backend can have', brings({ 'Acme!': './b.js' }), '"Acme!" is no name for a backend, or its module is no path'],
    ['a name of the language', '{"clinvk": {"contract": 1, "backends": {"__proto__": "./b.js"}}}', '"__proto__" is no name for a backend'],
    ['a module that is no path', brings({ acme: 7 }), '"acme" is no name for a backend, or its module is no path'],
    ['a module outside the package', brings({ acme: '../../../evil.js' }), 'the module of "acme" lies outside the package; ask its author'],
    ['a module in a neighbour whose name begins the same', brings({ acme: '../acme-evil/b.js' }), 'the module of "acme" lies outside the package'],
    ['a module at an absolute path', brings({ acme: '/tmp/evil.js' }), 'the module of "acme" lies outside the package'],
    ['the package itself as its module', brings({ acme: '.' }), 'the module of "acme" lies outside the package'],
    ['broken JSON', '{ "clinvk": ', 'its package.json cannot be read'],
    ['null as its package.json', 'null', 'its package.json is no JSON object; reinstall it'],
    ['a list as its package.json', '[]', 'its package.json is no JSON object; reinstall it'],
  ])('%s: a problem that names the package, and the others stay', (_what, manifest, message) => {
    const found = discover(installed({ acme: manifest, fine: brings({ fine: './b.js' }) }))
    expect(names(found)).toEqual(['one', 'fine'])
    expect(found.problems).toEqual([{ package: 'acme', message: expect.stringContaining(message) }])
  })

  test('two problems of one package are both told', () => {
    const found = discover(installed({ acme: brings({ one: './b.js', 'B A D': './b.js', good: './b.js' }) }))
    expect(names(found)).toEqual(['one', 'good'])
    expect(found.problems.map((problem) => problem.message)).toEqual([expect.stringContaining('"B A D" is no name'), expect.stringContaining('already comes from core-one')])
  })

  test('a package that is listed but gone is a problem', () => {
    const found = discover(installed({}, {}, { oclif: { plugins: [{ type: 'user', name: 'gone' }] } }))
    expect(found.problems).toEqual([{ package: 'gone', message: expect.stringMatching(/cannot be read .*ENOENT.*; reinstall it/) }])
  })

  test('a built-in package that is gone is a problem, and the rest goes on', () => {
    const { core, folder } = installed({})
    const broken = temporaryFolder({ 'package.json': { oclif: { plugins: ['core-gone'] } } })
    expect(discoverBackends(join(broken, 'package.json'), join(folder, 'data'))).toEqual({ backends: [], problems: [{ package: 'core-gone', message: expect.stringContaining('reinstall clinvk') }] })
    expect(names(discoverBackends(core, broken))).toEqual(['one'])
  })
})

test('variables that every CLI needs are no secrets, whatever a manifest says', () => {
  const names = ['ACME_KEY', 'PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'https_proxy', 'NO_PROXY', 'NODE_OPTIONS', 'SSL_CERT_FILE', 'OPENAI_BASE_URL']
  const found = discover(installed({ acme: brings({ acme: './b.js' }, { secrets: names }) }))
  expect(found.backends[1]?.secrets).toEqual(['ACME_KEY'])
  expect(found.problems).toEqual([{ package: 'acme', message: expect.stringContaining(names.slice(1).join(', ')) }])
})

describe('schemas for settings', () => {
  test('are told as paths inside the package, without being opened', () => {
    const place = installed({ acme: brings({ acme: './b.js', plain: './c.js' }, { settings: { acme: './no-such.schema.json' } }) })
    const { backends, problems } = discover(place)
    expect(backends.map(({ name, settings }) => [name, settings])).toEqual([['one', undefined], ['acme', join(place.data, 'node_modules/acme/no-such.schema.json')], ['plain', undefined]])
    expect(problems).toEqual([])
  })

  test.each([
    ['outside the package', { acme: '../../../secrets.json' }, 'the schema for settings of "acme" is no path inside the package'],
    ['that are no path', { acme: { type: 'object' } }, 'the schema for settings of "acme" is no path inside the package'],
    ['of another backend', { one: './s.json' }, '"settings" in its package.json must name a schema for a backend of the package: one'],
    ['in a list', ['./s.json'], '"settings" in its package.json must name a schema for a backend of the package: it is no object'],
  ])('%s are left out, and told', (_what, settings, message) => {
    const { backends, problems } = discover(installed({ acme: brings({ acme: './b.js' }, { settings }) }))
    expect(backends.map((backend) => backend.settings)).toEqual([undefined, undefined])
    expect(problems).toEqual([{ package: 'acme', message: expect.stringContaining(message) }])
  })
})

describe('links', () => {
  test('a module that is a link out of its package, or lies in one, is refused', () => {
    const place = installed({ file: brings({ file: './b.js' }), folder: brings({ folder: './out/gone.js' }) }, { 'evil/b.js': '' })
    symlinkSync(join(place.folder, 'evil/b.js'), join(place.data, 'node_modules/file/b.js'))
    symlinkSync(join(place.folder, 'evil'), join(place.data, 'node_modules/folder/out'))
    expect(names(discover(place))).toEqual(['one'])
    expect(discover(place).problems.map(({ message }) => message)).toEqual([expect.stringContaining('the module of "file" lies outside'), expect.stringContaining('the module of "folder" lies outside')])
  })

  test('a package that is itself a link keeps its backend', () => {
    const place = installed({}, { 'work/acme/package.json': brings({ acme: './b.js' }), 'work/acme/b.js': '', 'work/linked/package.json': brings({ linked: './b.js' }), 'work/linked/b.js': '' })
    const data = temporaryFolder({ 'package.json': { oclif: { plugins: [{ type: 'user', name: 'acme' }, { type: 'link', name: 'linked', root: join(place.folder, 'link') }] } } })
    symlinkSync(join(place.folder, 'work/linked'), join(place.folder, 'link'))
    mkdirSync(join(data, 'node_modules'))
    symlinkSync(join(place.folder, 'work/acme'), join(data, 'node_modules/acme'))
    expect(discoverBackends(place.core, data)).toMatchObject({ backends: [{ name: 'one' }, { name: 'linked' }, { name: 'acme' }], problems: [] })
  })
})

test.each(['../evil', '@scope/../../evil', '..', '/evil', 'a/b', ''])('an installed package named %j is a problem, and nothing is read', (name) => {
  const place = installed({}, { 'data/evil/package.json': brings({ evil: './b.js' }), 'data/node_modules/a/b/package.json': brings({ evil: './b.js' }) }, { oclif: { plugins: [{ type: 'user', name }] } })
  expect(discover(place)).toMatchObject({ backends: [{ name: 'one' }], problems: [{ package: name, message: expect.stringContaining('no name of an npm package') }] })
})

describe('odd lists in the plugin folder', () => {
  test.each([
    ['broken JSON', '{'],
    ['null', 'null'],
    ['plugins that are no list', { oclif: { plugins: 'acme' } }],
  ])('%s is a problem of the folder', (_what, listed) => {
    const place = installed({}, {}, listed)
    expect(discover(place)).toMatchObject({ backends: [{ name: 'one' }], problems: [{ package: place.data, message: expect.stringContaining('cannot be read') }] })
  })

  test.each([
    ['no oclif', {}],
    ['no plugins', { oclif: {} }],
    ['entries that are none', { oclif: { plugins: [null, 'acme', 7, {}, { name: 7 }, { type: 'core', name: 'x' }, { type: 'link', name: 'x' }] } }],
  ])('%s is like an empty list', (_what, listed) => {
    expect(discover(installed({}, {}, listed))).toMatchObject({ backends: [{ name: 'one' }], problems: [] })
  })

  test('a list that cannot be read is a problem, not an empty list', () => {
    const { core } = installed({})
    const data = temporaryFolder({ 'package.json/file': '' })
    expect(discoverBackends(core, data).problems).toEqual([{ package: data, message: expect.stringContaining('(EISDIR)') }])
  })
})

describe('installed plugins', () => {
  test('are found behind the link that names the folder in force', () => {
    const place = installed({ old: brings({ old: './b.js' }) }, { 'data/generations/2/package.json': { oclif: { plugins: [{ type: 'user', name: 'new' }] } }, 'data/generations/2/node_modules/new/package.json': { version: '2', ...brings({ anew: './b.js' }) } })
    symlinkSync('generations/2', join(place.data, 'current'))
    expect(discover(place).backends.map(({ name, module }) => [name, module])).toEqual([
      ['one', expect.any(String)],
      ['anew', join(place.data, 'generations/2/node_modules/new/b.js')],
    ])
  })

  test('that are not in the list of allowed ones are problems; clinvk\'s own need not be in it', () => {
    const place = installed({ acme: brings({ acme: './b.js' }), '@good/one': brings({ good: './b.js' }) })
    const found = discoverBackends(place.core, place.data, ['@good/*'])
    expect(names(found)).toEqual(['one', 'good'])
    expect(found.problems).toEqual([{ package: 'acme', message: expect.stringContaining('not in plugins.allow') }])
  })
})
