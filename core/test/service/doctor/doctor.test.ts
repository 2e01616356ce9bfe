import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, onTestFinished, test } from 'vitest'
import { BackendInspector } from '../../../src/backend/inspect-backend.ts'
import type { BackendRegistry } from '../../../src/backend/registry.ts'
import type { DoctorContext } from '../../../src/service/doctor/check.ts'
import { Doctor, type DoctorReport } from '../../../src/service/doctor/doctor.ts'
import type { RunPrompt } from '../../../src/service/run-prompt.ts'
import { sampleBackend } from '../../backend/sample-backend.ts'
import { configWith, host, registered } from '../registered.ts'

const healthy = { inspect: () => Promise.resolve({ version: '1.2.3', missing_flags: [], signed_in: true, problems: [] }) }
const absent = { find: () => Promise.resolve(undefined) }

/** A clinvk of its own: nothing is kept, nothing is installed. */
function context(registry: BackendRegistry, change: Partial<DoctorContext> = {}): DoctorContext {
  const home = mkdtempSync(join(tmpdir(), 'clinvk-doctor-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return {
    config: configWith({ default_backend: 'acme' }),
    configuration: { path: join(home, 'config.yaml'), exists: false, ignored: [] },
    env: {},
    home,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    runFolders: join(home, 'tmp'),
    pluginFolder: join(home, 'data'),
    verifyPlugins: () => Promise.resolve({ ok: true, plugins: [], problems: [] }),
    registry,
    inspector: new BackendInspector(registry, host, home),
    runPrompt: { execute: () => Promise.reject(new Error('a prompt was run')) } as unknown as RunPrompt,
    signal: new AbortController().signal,
    ...change,
  }
}

const look = (registry: BackendRegistry, change: Partial<DoctorContext> = {}, options = { probe: false }) => new Doctor(context(registry, change)).execute(options)
const found = ({ checks }: DoctorReport, id: string) => checks.find((check) => check.id === id)

test('a healthy machine passes everything, and no prompt is run', async () => {
  const report = await look(registered({ acme: sampleBackend(healthy) }))
  expect(report.schema_version).toBe('v1')
  expect(report.checks.map(({ id, status }) => `${status} ${id}`)).toEqual([
    'pass system.node', 'pass config.load', 'pass config.validate', 'pass sessions.store_access', 'pass runs.leases', 'pass runs.folders', 'pass plugins.folder', 'pass server.auth', 'pass backends.any',
    'pass backends.acme.available', 'pass backends.acme.version', 'pass backends.acme.flags', 'pass backends.acme.signed_in',
  ])
  expect(report.summary).toEqual({ pass: 13, warn: 0, fail: 0 })
})

test('a missing CLI is a warning with the way to get it; without any it is a failure', async () => {
  const some = await look(registered({ acme: sampleBackend(healthy), gone: sampleBackend({ name: 'gone', title: 'Gone', install: 'get gone', ...absent }) }))
  expect(found(some, 'backends.gone.available')).toEqual({ id: 'backends.gone.available', status: 'warn', message: 'Gone was not found on PATH', suggestion: 'Install it: get gone' })
  expect(some.summary.fail).toBe(0)
  const none = await look(registered({ acme: sampleBackend(absent) }))
  expect(found(none, 'backends.any')).toMatchObject({ status: 'fail' })
})

test('a default backend that is not there is told, with those that are', async () => {
  const report = await look(registered({ acme: sampleBackend(absent), other: sampleBackend({ name: 'other', ...healthy }) }))
  expect(found(report, 'backends.any')).toMatchObject({ status: 'warn', suggestion: 'Set default_backend to other, or give -b.' })
})

test('old, drifted and signed-out: each problem stands below its question, none is lost', async () => {
  const problems = ['Acme 0.1.0 is older than 1.0.0; update it', 'Acme 0.1.0 no longer offers --json; update clinvk', 'Acme is not signed in; run "acme login"', 'The disk is full; buy another']
  const report = await look(registered({ acme: sampleBackend({ inspect: () => Promise.resolve({ version: '0.1.0', missing_flags: ['--json'], signed_in: false, problems }) }) }))
  expect(report.checks.filter(({ id }) => id.startsWith('backends.acme.')).map(({ id, status, message, suggestion }) => [id, status, message, suggestion])).toEqual([
    ['backends.acme.available', 'pass', 'Acme: /opt/acme', undefined],
    ['backends.acme.version', 'warn', 'Acme 0.1.0 is older than 1.0.0', 'Update it'],
    ['backends.acme.flags', 'fail', 'Acme 0.1.0 no longer offers --json', 'Update clinvk'],
    ['backends.acme.signed_in', 'warn', 'Acme is not signed in', 'Run "acme login"'],
    ['backends.acme.problems', 'warn', 'The disk is full', 'Buy another'],
  ])
})

test('a CLI without a version, a plugin that does not load and one that cannot look are failures; a disabled one is left alone', async () => {
  const registry = registered({
    acme: sampleBackend({ inspect: () => Promise.resolve({ problems: ['"/opt/acme --version" did not answer in time; reinstall it'] }) }),
    broken: 'throw new Error("no luck")',
    blind: sampleBackend({ name: 'blind', find: () => Promise.reject(new Error('eyes shut')) }),
    off: sampleBackend({ name: 'off', find: () => Promise.reject(new Error('asked')) }),
  })
  const report = await look(registry, { config: configWith({ default_backend: 'acme', backends: { off: { enabled: false } } }) })
  expect(found(report, 'backends.acme.version')).toMatchObject({ status: 'fail', message: '"/opt/acme --version" did not answer in time', suggestion: 'Reinstall it' })
  expect(found(report, 'backends.acme.signed_in')).toBeUndefined()
  expect(found(report, 'backends.broken.available')).toMatchObject({ status: 'fail', message: expect.stringContaining('no luck'), suggestion: 'Update or uninstall plugin-broken.' })
  expect(found(report, 'backends.blind.available')).toMatchObject({ status: 'fail', message: expect.stringContaining('eyes shut') })
  expect(found(report, 'backends.off.available')).toMatchObject({ status: 'pass', message: expect.stringContaining('disabled') })
})

test('a configuration that cannot be read and one with a wrong value are told apart', async () => {
  const registry = registered({ acme: sampleBackend(healthy) })
  const state = { path: '/c.yaml', exists: true, ignored: ['/project/.clinvkrc'] }
  const broken = await look(registry, { configuration: { ...state, error: new ClinvkError('config_invalid', '/c.yaml:3: not valid YAML', { hint: 'Mend the line.' }) } })
  expect(found(broken, 'config.load')).toEqual({ id: 'config.load', status: 'fail', message: '/c.yaml:3: not valid YAML', suggestion: 'Mend the line.' })
  expect(found(broken, 'config.validate')).toMatchObject({ status: 'warn' })
  const wrong = await look(registry, { configuration: { ...state, error: new ClinvkError('config_invalid', '/c.yaml:3: no', { hint: 'h', details: { key: 'output.format' } }) } })
  expect(found(wrong, 'config.load')).toMatchObject({ status: 'pass' })
  expect(found(wrong, 'config.validate')).toMatchObject({ status: 'fail', message: '/c.yaml:3: no' })
  expect(found(wrong, 'config.ignored')).toMatchObject({ status: 'warn', message: '/project/.clinvkrc is ignored' })
})

test('backends that nobody brings are told', async () => {
  const report = await look(registered({ acme: sampleBackend(healthy) }), { config: configWith({ default_backend: 'acme', backends: { acmee: {} } }) })
  expect(found(report, 'config.backends')).toMatchObject({ status: 'warn', message: expect.stringContaining('"acmee"') })
})

test('variables that look like those of clinvk and set nothing are told, with what was probably meant', async () => {
  const env = { CLINVK_SERVER_PROT: '1', CLINVK_ACME_MODEL: 'm', CLINVK_ACME_SETTINGS_URL: 'u', CLINVK_KEY_CI: 'k', CLINVK_LOG: 'debug', CLINVK_OUTPUT_FORMAT: 'json', CLINVK_API_KEYS: 'k', CLINVK_SHINY: 'x', CLINVK_EMPTY: '' }
  const report = await look(registered({ acme: sampleBackend(healthy) }), { env })
  expect(report.checks.filter(({ id }) => id === 'config.environment').map(({ status, message, suggestion }) => [status, message, suggestion])).toEqual([
    ['warn', 'CLINVK_SERVER_PROT sets nothing', 'Did you mean CLINVK_SERVER_PORT?'],
    ['warn', 'CLINVK_SHINY sets nothing', expect.stringContaining('Unset it')],
  ])
})

test('a store that cannot be used is a failure, what crashes left is told, and nothing is changed', async () => {
  const registry = registered({ acme: sampleBackend(healthy) })
  const file = context(registry)
  writeFileSync(join(file.home, 'sessions'), 'a file where the folder belongs')
  expect(found(await new Doctor(file).execute({ probe: false }), 'sessions.store_access')).toMatchObject({ status: 'fail', suggestion: expect.any(String) })

  const used = context(registry)
  const dir = join(used.home, 'sessions')
  mkdirSync(join(dir, '.locks'), { recursive: true })
  const damaged = `${'b'.repeat(32)}.json`
  writeFileSync(join(dir, damaged), '{"id": broken')
  writeFileSync(join(dir, `${'c'.repeat(32)}.json.corrupt-1`), '')
  writeFileSync(join(dir, '.tmp-1-a'), '')
  utimesSync(join(dir, '.tmp-1-a'), 1, 1)
  writeFileSync(join(dir, 'index.ndjson'), 'rubbish')
  const report = await new Doctor(used).execute({ probe: false })
  expect(report.checks.filter(({ id, status }) => id.startsWith('sessions.') && status === 'warn').map(({ id, message }) => [id, message])).toEqual([
    ['sessions.files', `1 session file(s) cannot be read: ${damaged}`],
    ['sessions.kept_aside', expect.stringContaining('corrupt-1')],
    ['sessions.leftovers', expect.stringContaining('.tmp-1-a')],
    ['sessions.index', expect.stringContaining('damaged')],
  ])
  expect(await new Doctor(used).execute({ probe: false })).toEqual(report)
})

test('a link of the store that leads nowhere is a failure, not an empty store', async () => {
  const lost = context(registered({ acme: sampleBackend(healthy) }))
  symlinkSync(join(lost.home, 'gone', 'further'), join(lost.home, 'sessions'))
  expect(found(await new Doctor(lost).execute({ probe: false }), 'sessions.store_access')).toMatchObject({ status: 'fail' })
})

test('problems of manifests are told with their package', async () => {
  const report = await look(registered({ acme: sampleBackend(healthy) }, [{ package: 'odd', message: 'it is written for contract 2; update it' }]))
  expect(found(report, 'plugins.manifest')).toEqual({ id: 'plugins.manifest', status: 'warn', message: 'odd: it is written for contract 2', suggestion: 'Update it' })
})

test('private folders of lost runs are told, fresh ones are not', async () => {
  const used = context(registered({ acme: sampleBackend(healthy) }))
  for (const name of ['old', 'fresh']) mkdirSync(join(used.runFolders, name), { recursive: true })
  utimesSync(join(used.runFolders, 'old'), 1, 1)
  expect(found(await new Doctor(used).execute({ probe: false }), 'runs.folders')).toMatchObject({ status: 'warn', message: expect.stringMatching(/^1 private folder/) })
})

test('a check that breaks is a failure of its own, and the others are told', async () => {
  const report = await look(registered({ acme: sampleBackend(healthy) }), { root: '/nowhere' })
  expect(found(report, 'doctor.check')).toMatchObject({ status: 'fail', message: expect.stringContaining('"Node.js"') })
  expect(found(report, 'backends.acme.version')).toMatchObject({ status: 'pass' })
})

test('one backend can be looked at alone; an unknown one is an error', async () => {
  const registry = registered({ acme: sampleBackend(healthy), other: sampleBackend({ name: 'other', ...healthy }) })
  const doctor = new Doctor(context(registry))
  expect((await doctor.execute({ probe: false, backend: 'acme' })).checks.some(({ id }) => id.startsWith('backends.other'))).toBe(false)
  await expect(doctor.execute({ probe: false, backend: 'nope' })).rejects.toMatchObject({ code: 'backend_not_found' })
})

test('a probe asks each CLI that is there, tells its time or why not, and one that hangs holds up no other', async () => {
  const asked: unknown[] = []
  let release = () => {}
  const order: string[] = []
  const runPrompt = {
    async *execute(request: { backend: string }) {
      asked.push(request)
      if (request.backend === 'slow') await new Promise<void>((resolve) => (release = resolve))
      yield request.backend === 'other' ? { type: 'error', content: { code: 'backend_unauthenticated', message: 'no key', hint: 'Sign in.' } } : { type: 'done', content: {} }
    },
  } as unknown as RunPrompt
  const named = (name: string) => sampleBackend({ name, ...healthy })
  const registry = registered({ acme: named('acme'), other: named('other'), slow: named('slow'), gone: sampleBackend({ name: 'gone', ...absent }) })
  const onProgress = (pending: readonly string[]) => {
    if (!order.includes('others') && pending.join() === 'slow (probe)') {
      order.push('others')
      release()
    }
  }
  const report = await new Doctor(context(registry, { runPrompt })).execute({ probe: true, onProgress })
  expect(order).toEqual(['others'])
  expect(found(report, 'backends.acme.probe')).toMatchObject({ status: 'pass', message: expect.stringMatching(/^acme answered in \d+\.\d s$/) })
  expect(found(report, 'backends.other.probe')).toMatchObject({ status: 'fail', message: expect.stringContaining('no key'), suggestion: 'Sign in.' })
  expect(found(report, 'backends.gone.probe')).toBeUndefined()
  expect(asked).toHaveLength(3)
  expect(asked[0]).toMatchObject({ ephemeral: true, sandbox_mode: 'read-only', timeout_secs: 60 })
})

test('a server that others reach needs keys, and their source has to answer; no key is told', async () => {
  const registry = registered({ acme: sampleBackend(healthy) })
  const config = configWith({ default_backend: 'acme' })
  const open = { ...config, server: { ...config.server, host: '0.0.0.0' } }
  expect(found(await look(registry, { config: open }), 'server.auth')).toMatchObject({ status: 'fail', message: expect.stringContaining('0.0.0.0') })
  const keyed = await look(registry, { config: open, env: { CLINVK_API_KEYS: 'made-up-key' } })
  expect(found(keyed, 'server.auth')).toMatchObject({ status: 'pass' })
  expect(JSON.stringify(keyed)).not.toContain('made-up-key')
  const kept = { ...config, server: { ...config.server, api_keys_gopass_path: 'clinvk/keys' } }
  expect(found(await look(registry, { config: kept, env: { PATH: '/nowhere' } }), 'server.auth')).toMatchObject({ status: 'fail', suggestion: expect.stringContaining('gopass') })
})

test('plugins whose files are not those that were installed fail it; one that is not allowed, and strangers beside them, are warned of', async () => {
  const plugin = (name: string, problems: string[], source: 'registry' | 'link' = 'registry') => ({ name, version: '1.0.0', source, state: problems.length > 0 ? 'changed' : 'ok', problems }) as const
  const verified = (...plugins: ReturnType<typeof plugin>[]) => ({ verifyPlugins: () => Promise.resolve({ ok: false, plugins, problems: [{ package: 'node_modules/evil', message: 'nobody installed it' }] }) })
  const config = { ...configWith({ default_backend: 'acme' }), plugins: { allow: ['plugin-*'] } }
  const report = await look(registered({ acme: sampleBackend(healthy) }), { config, ...verified(plugin('plugin-a', ['x: its files are not what was installed']), plugin('plugin-b', []), plugin('plugin-l', ['it went'], 'link'), plugin('odd', ['it is not in plugins.allow'])) })
  expect(report.checks.filter(({ id }) => id === 'plugins.files').map(({ status, message, suggestion }) => [status, message, suggestion])).toEqual([
    ['fail', 'plugin-a: x: its files are not what was installed', 'Run clinvk plugins verify --restore, and look at what changed it.'],
    ['fail', 'plugin-l: it went', 'Link it again, or uninstall it.'],
    ['warn', 'odd: it is not in plugins.allow', 'Add it to plugins.allow, or take it away: clinvk plugins uninstall odd'],
    ['warn', 'node_modules/evil: nobody installed it', expect.stringContaining('--restore')],
  ])
  const fine = await look(registered({ acme: sampleBackend(healthy) }), { verifyPlugins: () => Promise.resolve({ ok: true, plugins: [plugin('plugin-b', [])], problems: [] }) })
  expect(found(fine, 'plugins.files')).toMatchObject({ status: 'pass', message: '1 installed plugin(s) are as they were installed' })
})
