import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BackendManifest } from '../../src/backend/package-manifest.ts'
import { createHostFactory } from '../../src/backend/host.ts'
import { BackendRegistry } from '../../src/backend/registry.ts'
import { sampleBackend } from './sample-backend.ts'
import { temporaryFolder } from './temporary-folder.ts'

const host = createHostFactory({ env: { PATH: '/nowhere' }, home: '/nowhere' })

/** A module that counts how often it was evaluated, and looked for its CLI. */
const counting = (name: string, find = 'undefined') => `
  globalThis.evaluated ??= []
  globalThis.evaluated.push('${name}')
  export default {
    contract: 1, name: '${name}', title: '${name}', vendor: 'v', install: 'i', models: { known: [], patterns: [] }, flags: {}, env: { uses: [], secrets: [] },
    limits: { prompt_chars: 1 }, capabilities: {}, find: async () => ${find}, inspect() {}, command() {}, decoder() {},
  }`

const evaluated = () => (globalThis as { evaluated?: string[] }).evaluated ?? []

function manifests(modules: Readonly<Record<string, string>>, secrets: Readonly<Record<string, readonly string[]>> = {}): BackendManifest[] {
  const folder = temporaryFolder({ 'package.json': { type: 'module' }, ...Object.fromEntries(Object.entries(modules).map(([name, text]) => [`${name}.js`, text])) })
  return Object.keys(modules).map((name) => ({ name, package: `plugin-${name}`, version: '1', module: join(folder, `${name}.js`), secrets: secrets[name] ?? [], origin: 'user' }))
}

const registryOf = (backends: readonly BackendManifest[], clock?: () => number) =>
  new BackendRegistry({ discovered: { backends, problems: [] }, host, loadTimeoutMs: 15_000, ...(clock === undefined ? {} : { clock }) })

describe('loading', () => {
  test('no module is evaluated before its backend is asked for, and then once', async () => {
    const registry = registryOf(manifests({ lazy: counting('lazy'), other: counting('other') }))
    expect(registry.list().map(({ name }) => name)).toEqual(['lazy', 'other'])
    expect(evaluated()).not.toContain('lazy')
    const [first, second] = await Promise.all([registry.get('lazy'), registry.get('lazy')])
    expect(first).toBe(second)
    expect(evaluated().filter((name) => name === 'lazy')).toHaveLength(1)
    expect(evaluated()).not.toContain('other')
  })

  test('asking whether one is available evaluates no other', async () => {
    const registry = registryOf(manifests({ wanted: counting('wanted'), unwanted: counting('unwanted') }))
    expect(await registry.available('wanted')).toEqual([{ name: 'wanted', available: false }])
    expect(evaluated()).toContain('wanted')
    expect(evaluated()).not.toContain('unwanted')
  })

  test('an unknown name tells the known ones, and the nearest when it is mistyped', async () => {
    const registry = registryOf(manifests({ claude: '', codex: '' }))
    await expect(registry.get('nope')).rejects.toMatchObject({ code: 'backend_not_found', message: 'unknown backend "nope" (available: claude, codex)', hint: 'See `clinvk backends`.', backend: 'nope' })
    await expect(registry.get('cluade')).rejects.toMatchObject({ code: 'backend_not_found', hint: 'Did you mean "claude"?' })
    await expect(registry.get('constructor')).rejects.toMatchObject({ code: 'backend_not_found' })
  })

  test('a backend that does not load is an error for who asks for it, and a problem told once', async () => {
    const registry = registryOf(manifests({ broken: 'throw new Error("no luck")', fine: counting('fine', '({ file: "/opt/fine" })') }))
    expect(registry.problems()).toEqual([])
    await expect(registry.get('broken')).rejects.toMatchObject({ code: 'plugin_load_failed' })
    await expect(registry.get('broken')).rejects.toMatchObject({ code: 'plugin_load_failed' })
    expect(registry.problems()).toEqual([{ package: 'plugin-broken', message: 'cannot load the backend "broken" of plugin-broken: no luck' }])
    expect(await registry.available()).toEqual([
      { name: 'broken', available: false, loadable: false, problem: 'cannot load the backend "broken" of plugin-broken: no luck' },
      { name: 'fine', available: true, found: { file: '/opt/fine' } },
    ])
  })

  test('a backend that hangs while it loads is waited for once', async () => {
    const registry = new BackendRegistry({ discovered: { backends: manifests({ hangs: 'await new Promise(() => {})' }), problems: [] }, host, loadTimeoutMs: 50 })
    const first: unknown = await registry.get('hangs').catch((error: unknown) => error)
    expect(first).toMatchObject({ code: 'plugin_load_failed' })
    expect(await registry.get('hangs').catch((error: unknown) => error)).toBe(first)
  })

  test('a name is registered once, and can be registered again after it was unregistered', async () => {
    const registry = registryOf(manifests({ acme: counting('acme') }))
    const [other] = manifests({ acme: counting('acme', '({ file: "/opt/new" })') })
    expect(() => registry.register(other as BackendManifest)).toThrow('cannot register the backend "acme" of plugin-acme: it already comes from plugin-acme')
    await registry.find(await registry.get('acme'))
    expect([registry.unregister('acme'), registry.unregister('acme')]).toEqual([true, false])
    await expect(registry.get('acme')).rejects.toMatchObject({ code: 'backend_not_found' })
    registry.register(other as BackendManifest)
    expect(await registry.available()).toEqual([{ name: 'acme', available: true, found: { file: '/opt/new' } }])
  })
})

describe('looking for a CLI', () => {
  test('is done again after 30 s, not before', async () => {
    let now = 0
    let looked = 0
    const registry = registryOf([], () => now)
    const backend = sampleBackend({ find: () => Promise.resolve({ file: `/opt/${(looked += 1)}` }) })
    const file = async () => (await registry.find(backend))?.file
    expect([await file(), await file()]).toEqual(['/opt/1', '/opt/1'])
    now = 29_999
    expect(await file()).toBe('/opt/1')
    now = 30_000
    expect(await file()).toBe('/opt/2')
  })

  test('that it is not there is remembered as long', async () => {
    let now = 0
    let looked = 0
    const registry = registryOf([], () => now)
    const backend = sampleBackend({
      find: () => {
        looked += 1
        return Promise.resolve(undefined)
      },
    })
    await registry.find(backend)
    now = 29_999
    await registry.find(backend)
    expect(looked).toBe(1)
  })

  test('that failed is done again at once, and says who failed', async () => {
    let fails = true
    const registry = registryOf([], () => 0)
    const backend = sampleBackend({
      find: () => {
        if (fails) throw new TypeError('no luck')
        return Promise.resolve({ file: '/opt/acme' })
      },
    })
    await expect(registry.find(backend)).rejects.toMatchObject({ code: 'plugin_invalid', backend: 'acme', message: 'looking for the CLI of "acme" failed: no luck' })
    fails = false
    expect(await registry.find(backend)).toEqual({ file: '/opt/acme' })
  })
})

test("the secrets of others are every plugin's but one's own, and but what one says it uses", () => {
  const registry = registryOf(manifests({ acme: '', claude: '', codex: '' }, { acme: ['ACME_KEY'], claude: ['ANTHROPIC_KEY', 'SHARED_KEY'], codex: ['OPENAI_KEY', 'SHARED_KEY', 'ACME_KEY'] }))
  expect(registry.foreignSecrets(sampleBackend())).toEqual(['ANTHROPIC_KEY', 'SHARED_KEY', 'OPENAI_KEY', 'ACME_KEY'])
  expect(registry.foreignSecrets(sampleBackend({ env: { uses: ['SHARED_KEY'], secrets: ['ACME_KEY'] } }))).toEqual(['ANTHROPIC_KEY', 'OPENAI_KEY'])
})

describe('a refresh', () => {
  const core = (name: string): BackendManifest => ({ name, package: `core-${name}`, version: '1', module: `/core/${name}.js`, secrets: [], origin: 'core' })
  const found = (backends: readonly BackendManifest[], problems: readonly { package: string; message: string }[] = []) => ({ backends, problems })

  test('registers what came, forgets what went, and tells both, in the order of discovery', async () => {
    const [gone, stays, came] = manifests({ gone: counting('gone'), stays: counting('stays'), came: counting('came') }) as [BackendManifest, BackendManifest, BackendManifest]
    const registry = registryOf([core('own'), gone, stays])
    expect(registry.refresh(found([core('own'), came, stays], [{ package: 'x', message: 'broken' }]))).toEqual({ added: ['came'], removed: ['gone'], replaced: [] })
    expect(registry.list().map(({ name }) => name)).toEqual(['own', 'came', 'stays'])
    expect(registry.problems()).toEqual([{ package: 'x', message: 'broken' }])
    await expect(registry.get('gone')).rejects.toMatchObject({ code: 'backend_not_found' })
    expect((await registry.get('came')).name).toBe('came')
    expect(registry.refresh(found([core('own'), came, stays]))).toEqual({ added: [], removed: [], replaced: [] })
    expect(registry.problems()).toEqual([])
  })

  test('one that did not change stays loaded; one that came anew is imported again, and who has the old one keeps it', async () => {
    const [same] = manifests({ same: counting('same') }) as [BackendManifest]
    const [old] = manifests({ moved: counting('moved').replace("title: 'moved'", "title: 'old'") }) as [BackendManifest]
    const [anew] = manifests({ moved: counting('moved').replace("title: 'moved'", "title: 'new'") }) as [BackendManifest]
    const registry = registryOf([same, old])
    const [loaded, before] = [await registry.get('same'), await registry.get('moved')]
    expect(registry.refresh(found([same, anew]))).toEqual({ added: [], removed: [], replaced: ['moved'] })
    expect(await registry.get('same')).toBe(loaded)
    expect((await registry.get('moved')).title).toBe('new')
    expect(before.title).toBe('old')
  })

  test('one that did not load is asked for again when it came anew, and its problem goes', async () => {
    const [bad] = manifests({ mended: 'throw new Error("no luck")' }) as [BackendManifest]
    const [good] = manifests({ mended: counting('mended') }) as [BackendManifest]
    const registry = registryOf([bad])
    await expect(registry.get('mended')).rejects.toMatchObject({ code: 'plugin_load_failed' })
    registry.refresh(found([bad]))
    expect(registry.problems()).toMatchObject([{ package: 'plugin-mended' }])
    registry.refresh(found([good]))
    expect(registry.problems()).toEqual([])
    expect((await registry.get('mended')).name).toBe('mended')
  })

  test('one that is taken away while it loads leaves no problem behind', async () => {
    const [slow] = manifests({ slow: 'await new Promise((resolve) => setTimeout(resolve, 50)); throw new Error("late")' }) as [BackendManifest]
    const registry = registryOf([slow])
    const loading = registry.get('slow')
    registry.refresh(found([]))
    await expect(loading).rejects.toMatchObject({ code: 'plugin_load_failed' })
    expect(registry.problems()).toEqual([])
  })

  test("clinvk's own backends stay, and their names are not given to others", () => {
    const registry = registryOf([core('own')])
    const [thief] = manifests({ own: counting('own') }) as [BackendManifest]
    expect(registry.refresh(found([thief]))).toEqual({ added: [], removed: [], replaced: [] })
    expect(registry.manifest('own').package).toBe('core-own')
  })
})
