import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BackendManifest } from '../../src/backend/package-manifest.ts'
import { loadBackend } from '../../src/backend/load-backend.ts'
import { temporaryFolder } from './temporary-folder.ts'

const whole = `{
  contract: 1, name: 'acme', title: 'Acme', vendor: 'acme', install: 'get acme', models: { known: [], patterns: [] }, flags: {},
  env: { uses: [], secrets: [] }, limits: { prompt_chars: 10 }, capabilities: {}, find: () => {}, inspect: () => {}, command: () => {}, decoder: () => {},
}`

function manifest(text: string): BackendManifest {
  const folder = temporaryFolder({ 'package.json': { type: 'module' }, 'backend.js': text })
  return { name: 'acme', package: 'clinvk-plugin-acme', version: '1.0.0', module: join(folder, 'backend.js'), secrets: [], origin: 'user' }
}

test("a module's default export is the backend", async () => {
  expect(await loadBackend(manifest(`export default ${whole}`), 15_000)).toMatchObject({ name: 'acme', title: 'Acme' })
})

test.each([
  ['throws', `throw new Error('no luck')`, 'no luck'],
  ['throws no error', `throw 'no luck'`, 'no luck'],
  ['imports what is not there', `import 'no-such-package-at-all'`, 'no-such-package-at-all'],
  ['is no JavaScript', 'export default {', ''],
])('a module that %s fails to load, with its own words', async (_what, text, words) => {
  await expect(loadBackend(manifest(text), 15_000)).rejects.toMatchObject({
    code: 'plugin_load_failed',
    backend: 'acme',
    message: expect.stringMatching(new RegExp(`^cannot load the backend "acme" of clinvk-plugin-acme: .*${words}`)),
    hint: 'Reinstall or uninstall clinvk-plugin-acme.',
  })
})

test('a module that is not there fails to load', async () => {
  await expect(loadBackend({ ...manifest(''), module: '/no/such/module.js' }, 15_000)).rejects.toMatchObject({ code: 'plugin_load_failed' })
})

test('a module that never finishes loading is given up in time', async () => {
  const started = performance.now()
  await expect(loadBackend(manifest('await new Promise(() => {})\nexport default {}'), 100)).rejects.toMatchObject({
    code: 'plugin_load_failed',
    message: 'loading the backend "acme" of clinvk-plugin-acme took longer than 100 ms',
  })
  expect(performance.now() - started).toBeLessThan(5000)
})

test.each([
  ['no default export', `export const backend = ${whole}`, 'no default export that is a backend'],
  ['a list', 'export default []', 'no default export that is a backend'],
  ['null', 'export default null', 'no default export that is a backend'],
  ['another contract', `export default { ...${whole}, contract: 2 }`, 'written for contract 2, this clinvk speaks 1'],
  ['another name', `export default { ...${whole}, name: 'claude' }`, 'it calls itself "claude"'],
  ['no name', `export default { ...${whole}, name: undefined }`, 'it calls itself undefined'],
  ['no functions', `export default { ...${whole}, find: undefined, decoder: {} }`, 'it lacks find, decoder'],
  ['no descriptions', `export default { ...${whole}, models: [], flags: undefined, title: 7 }`, 'it lacks models, flags, title'],
  ['no lists of variables', `export default { ...${whole}, env: {} }`, 'it lacks env.uses, env.secrets'],
  ['no limit of the prompt', `export default { ...${whole}, limits: {} }`, 'it lacks limits.prompt_chars'],
])('an export with %s is no backend', async (_what, text, words) => {
  await expect(loadBackend(manifest(text), 15_000)).rejects.toMatchObject({
    code: 'plugin_invalid',
    backend: 'acme',
    message: expect.stringContaining(words),
    hint: 'Update or uninstall clinvk-plugin-acme.',
  })
})
