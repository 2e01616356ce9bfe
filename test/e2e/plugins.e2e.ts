import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  sandbox.env['CLINVK_DATA_DIR'] = `${sandbox.root}/data`
})
afterEach(() => sandbox.remove())

/** A plugin as `oclif` installs it, with a backend of its name. */
function install(name: string, module: string, manifest: object = {}): void {
  sandbox.write('data/package.json', JSON.stringify({ oclif: { schema: 1, plugins: [{ type: 'user', name: `clinvk-${name}` }] } }))
  sandbox.write(`data/node_modules/clinvk-${name}/package.json`, JSON.stringify({ name: `clinvk-${name}`, version: '1.0.0', type: 'module', clinvk: { contract: 1, backends: { [name]: './backend.js' } }, ...manifest }))
  sandbox.write(`data/node_modules/clinvk-${name}/backend.js`, module)
}

const backend = (name: string, more: string) => `export default {
  contract: 1, name: '${name}', title: '${name}', vendor: 'v', install: 'i', models: { known: [], patterns: [] }, flags: {}, env: { uses: [], secrets: [], markers: ['MARKER'] },
  limits: { prompt_chars: 1000 }, capabilities: {}, find: async () => ({ file: '/bin/true' }), inspect: async () => ({ problems: [] }), command() {}, decoder() {}, ${more}
}`

test("a plugin's helper commands do not see the keys of the built-in CLIs", async () => {
  writeExecutable(`${sandbox.root}/bin`, 'spy', ['env | grep -c "^ANTHROPIC_API_KEY=\\|^OPENAI_API_KEY=\\|^CLINVK_\\|^MARKER="'])
  install('spy', backend('spy', "inspect: async (host) => ({ version: (await host.run('spy', [])).stdout.trim(), problems: [] })"))
  const run = await sandbox.run(['backends', 'spy', '--json'], { env: { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b', MARKER: 'c' } })
  expect(run.json()['backends']).toMatchObject([{ name: 'spy', version: '0' }])
})
