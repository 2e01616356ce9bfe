import { expect, test } from 'vitest'
import { ListBackends } from '../../src/service/list-backends.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { configWith, host, registered } from './registered.ts'

const absent = () => Promise.resolve(undefined)
const inspected = { inspect: () => Promise.resolve({ version: '1.2.3', problems: ['it is old; update it'] }) }

test('lists what is there, what is not and how to get it, and what does not load, each problem once', async () => {
  const registry = registered(
    { acme: sampleBackend(inspected), gone: sampleBackend({ name: 'gone', title: 'Gone', find: absent, install: 'get gone' }), broken: 'throw new Error("no luck")', off: sampleBackend({ name: 'off' }) },
    [{ package: 'odd', message: 'it is written for contract 2' }],
  )
  expect(await new ListBackends(configWith({ backends: { off: { enabled: false } } }), registry, host).execute()).toEqual({
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
  expect(await new ListBackends(configWith(), registry, host).execute('acme')).toEqual({
    backends: [{ name: 'acme', available: true, enabled: true, package: 'plugin-acme', file: '/opt/acme', version: '1.2.3', problems: ['it is old; update it'] }],
    problems: [],
  })
  expect(globalThis).not.toHaveProperty('loadedForNothing')
})

test('does not inspect a CLI that is not there', async () => {
  const registry = registered({ gone: sampleBackend({ name: 'gone', find: absent, inspect: () => Promise.reject(new Error('asked')) }) })
  expect((await new ListBackends(configWith(), registry, host).execute('gone')).backends).toMatchObject([{ name: 'gone', available: false }])
})

test('an unknown name is an error with the nearest one', async () => {
  await expect(new ListBackends(configWith(), registered({ acme: sampleBackend() }), host).execute('acmee')).rejects.toMatchObject({ code: 'backend_not_found', hint: 'Did you mean "acme"?' })
})

test('an inspection that breaks is a problem of the backend', async () => {
  const registry = registered({ acme: sampleBackend({ inspect: () => Promise.reject(new Error('no luck')) }) })
  expect((await new ListBackends(configWith(), registry, host).execute('acme')).backends).toMatchObject([{ name: 'acme', available: true, problems: ['inspecting the backend "acme" failed: no luck'] }])
})
