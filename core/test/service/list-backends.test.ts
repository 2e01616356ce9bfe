import { expect, test } from 'vitest'
import { BackendInspector } from '../../src/backend/inspect-backend.ts'
import type { BackendRegistry } from '../../src/backend/registry.ts'
import type { Config } from '../../src/config/load.ts'
import { ListBackends } from '../../src/service/list-backends.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { configWith, host, registered } from './registered.ts'

const listing = (config: Config, registry: BackendRegistry) => new ListBackends(config, registry, new BackendInspector(registry, host, '/nowhere'))
const absent = () => Promise.resolve(undefined)
const inspected = { inspect: () => Promise.resolve({ version: '1.2.3', problems: ['it is old; update it'] }) }

test('lists what is there, what is not and how to get it, and what does not load, each problem once', async () => {
  const registry = registered(
    { acme: sampleBackend(inspected), gone: sampleBackend({ name: 'gone', title: 'Gone', find: absent, install: 'get gone' }), broken: 'throw new Error("no luck")', off: sampleBackend({ name: 'off' }) },
    [{ package: 'odd', message: 'it is written for contract 2' }],
  )
  expect(await listing(configWith({ backends: { off: { enabled: false } } }), registry).execute()).toEqual({
    backends: [
      { name: 'acme', available: true, enabled: true, package: 'plugin-acme', file: '/opt/acme', problems: [] },
      { name: 'gone', available: false, enabled: true, package: 'plugin-gone', problems: ['Gone was not found on PATH; install it: get gone'] },
      { name: 'broken', available: false, enabled: true, loadable: false, package: 'plugin-broken', problems: ['cannot load the backend "broken" of plugin-broken: no luck'] },
      { name: 'off', available: true, enabled: false, package: 'plugin-off', file: '/opt/acme', problems: [] },
    ],
    problems: [{ package: 'odd', message: 'it is written for contract 2' }],
  })
})

test('looks closely at one, and loads no other', async () => {
  const registry = registered({ acme: sampleBackend(inspected), broken: 'globalThis.loadedForNothing = true' })
  expect(await listing(configWith(), registry).execute('acme')).toMatchObject({
    backends: [{ name: 'acme', available: true, enabled: true, package: 'plugin-acme', file: '/opt/acme', version: '1.2.3', problems: ['it is old; update it'] }],
    problems: [],
  })
  expect(globalThis).not.toHaveProperty('loadedForNothing')
})

test('does not inspect a CLI that is not there', async () => {
  const registry = registered({ gone: sampleBackend({ name: 'gone', find: absent, inspect: () => Promise.reject(new Error('asked')) }) })
  expect((await listing(configWith(), registry).execute('gone')).backends).toMatchObject([{ name: 'gone', available: false }])
})

test('an unknown name is an error with the nearest one', async () => {
  await expect(listing(configWith(), registered({ acme: sampleBackend() })).execute('acmee')).rejects.toMatchObject({ code: 'backend_not_found', hint: 'Did you mean "acme"?' })
})

test('an inspection that breaks is a problem of the backend', async () => {
  const registry = registered({ acme: sampleBackend({ inspect: () => Promise.reject(new Error('no luck')) }) })
  expect((await listing(configWith(), registry).execute('acme')).backends).toMatchObject([{ name: 'acme', available: true, problems: ['inspecting the backend "acme" failed: no luck; update or uninstall its plugin'] }])
})

test('a close look tells what the plugin declares: names of variables, never values', async () => {
  const registry = registered({ acme: sampleBackend({ ...inspected, vendor: 'Acme Inc', models: { known: ['a-2'], patterns: ['a-*'] }, flags: { '--fast': 0 }, env: { uses: ['ACME_URL'], secrets: ['ACME_KEY'] }, capabilities: { resume: true } }) })
  const [acme] = (await listing(configWith(), registry).execute('acme')).backends
  expect(acme?.details).toMatchObject({ title: 'Acme', vendor: 'Acme Inc', package_version: '1', capabilities: { resume: true }, models: { known: ['a-2'], patterns: ['a-*'] }, flags: { '--fast': 0 }, environment: { uses: ['ACME_URL'], secrets: ['ACME_KEY'] } })
})

test('a plugin that loads and fails to look for its CLI is told as that, not as a CLI that is not installed', async () => {
  const registry = registered({ acme: sampleBackend({ find: () => Promise.reject(new Error('no luck')) }) })
  const [acme] = (await listing(configWith(), registry).execute()).backends
  expect(acme).toMatchObject({ available: false, findable: false, problems: ['looking for the CLI of "acme" failed: no luck'] })
})

test('does not start the CLI of a backend that is disabled', async () => {
  const registry = registered({ off: sampleBackend({ name: 'off', inspect: () => Promise.reject(new Error('asked')) }) })
  expect((await listing(configWith({ backends: { off: { enabled: false } } }), registry).execute('off')).backends).toMatchObject([{ name: 'off', enabled: false, problems: [] }])
})
