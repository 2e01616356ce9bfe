import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

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
  writeExecutable(`${sandbox.root}/bin`, 'spy', ['env | grep -c "^ANTHROPIC_API_KEY=\\|^OPENAI_API_KEY=\\|^CLINVK_DATA_DIR=\\|^MARKER="'])
  install('spy', backend('spy', "inspect: async (host) => ({ version: (await host.run('spy', [])).stdout.trim(), problems: [] })"))
  const run = await sandbox.run(['backends', 'spy', '--json'], { env: { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b', MARKER: 'c' } })
  expect(run.json()['backends']).toMatchObject([{ name: 'spy', version: '0' }])
})

describe('settings of a plugin', () => {
  const acme = (setting: object = { base_url: { type: 'string' }, tries: { type: 'integer', default: 3 }, api_key: { type: 'string' } }) => {
    writeExecutable(`${sandbox.root}/bin`, 'acme', ['cat >/dev/null; echo "$SETTINGS"'])
    install('acme', backend('acme', `find: (host) => host.findExecutable('acme').then((file) => ({ file })), command: (request, found) => ({ file: found.file, args: [], env: { SETTINGS: JSON.stringify(request.settings ?? null) }, stdin: 'x', stop: { signal: 'SIGTERM', grace_ms: 100 } }),
      decoder: () => ({ line: (text) => [{ type: 'message', content: { text, id: '1', is_partial: false } }], end: () => [{ type: 'done', content: {} }] })`), {
      clinvk: { contract: 1, backends: { acme: './backend.js' }, settings: { acme: './settings.schema.json' } },
    })
    sandbox.write('data/node_modules/clinvk-acme/settings.schema.json', JSON.stringify({ type: 'object', additionalProperties: false, properties: setting }))
  }
  const told = async (env: Record<string, string> = {}) => JSON.parse((await sandbox.run(['-b', 'acme', 'hi', '--json', '--ephemeral'], { env })).json()['content'])

  test('reach it, from the file and from variables, and are absent when nobody has set any', async () => {
    acme()
    expect(await told()).toBeNull()
    expect((await sandbox.run(['config', 'set', 'backends.acme.settings.tries', '7', '--json'])).json()).toMatchObject({ value: 7, warnings: [] })
    expect(await told({ CLINVK_ACME_SETTINGS_BASE_URL: 'http://a' })).toEqual({ tries: 7, base_url: 'http://a' })
  })

  test('that do not fit stop it with file, line and key, before its module is loaded; other backends go on', async () => {
    acme()
    const file = sandbox.write('home/.clinvk/config.yaml', 'backends:\n  acme:\n    settings:\n      tris: 1\n')
    const run = await sandbox.run(['-b', 'acme', 'hi', '-o', 'text'])
    expect(run.stderr).toContain(`${file}:4: unknown key "backends.acme.settings.tris"\nHint: Did you mean "tries"?`)
    expect(run.code).toBe(3)
    expect((await sandbox.run(['config', 'validate', '--json'])).json()).toMatchObject({ valid: false, problems: [{ line: 4, key: 'backends.acme.settings.tris' }] })
    const other = await sandbox.run(['-b', 'claude', 'hi', '--json'])
    expect(other.json()['error'].code).toBe('backend_unavailable')
  })

  test('are shown with where they come from, secrets masked', async () => {
    acme()
    sandbox.write('home/.clinvk/config.yaml', 'backends:\n  acme:\n    settings:\n      api_key: hunter2\n')
    const { stdout } = await sandbox.run(['config', 'show', '--origin', '--json'], { env: { CLINVK_ACME_SETTINGS_TRIES: '9' } })
    expect(stdout).not.toContain('hunter2')
    expect(JSON.parse(stdout)).toMatchObject({
      config: { backends: { acme: { settings: { api_key: '********', tries: 9 } } } },
      origins: { 'backends.acme.settings.tries': { source: 'environment', variable: 'CLINVK_ACME_SETTINGS_TRIES' }, 'backends.acme.settings.api_key': { source: 'file', line: 4 } },
    })
  })

  test('are refused for a built-in backend, which takes none', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'backends:\n  claude:\n    settings:\n      x: 1\n')
    const run = await sandbox.run(['hi', '-o', 'text'])
    expect(run.stderr).toContain(':3: the backend "claude" takes no settings')
    expect(run.code).toBe(3)
  })
})

test.each([
  ['ends the process', 'process.exit(3)'],
  ['prints and ends the process', 'console.log("noise"); process.stdout.write("more"); process.exit(0)'],
])('a module that %s while it loads: still one JSON document', async (_what, text) => {
  install('exits', text)
  const run = await sandbox.run(['-b', 'exits', 'hi', '--json'])
  expect(run.json()['error']).toMatchObject({ code: 'plugin_load_failed', message: expect.stringContaining('process.exit') })
  expect(run.code).toBe(2)
})

test('what a module prints while it loads goes to stderr', async () => {
  install('noisy', `console.log('noise'); ${backend('noisy', '')}`)
  const run = await sandbox.run(['backends', 'noisy', '--json'])
  expect(run.json()['backends']).toMatchObject([{ name: 'noisy', available: true }])
  expect(run.stderr).toContain('noise')
})

test('Ctrl-C while a module hangs: the document and its exit code', async () => {
  install('hangs', `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(`${sandbox.root}/loading`)}, ''); await new Promise((resolve) => setTimeout(resolve, 20_000)); console.error('late')`)
  const child = sandbox.start(['-b', 'hangs', 'hi', '--json'], { env: { CLINVK_RUN_PLUGIN_TIMEOUT_MS: '30000' } })
  const end = finished(child)
  await until(() => existsSync(`${sandbox.root}/loading`), 'the module')
  child.kill('SIGINT')
  const run = await end
  expect(run.json()['error'].code).toBe('cancelled')
  expect(run.code).toBe(7)
  expect(run.stderr).not.toContain('late')
})

test('a CLI that a plugin never stops looking for is a problem, and the others are listed', async () => {
  install('never', backend('never', 'find: () => new Promise(() => {})'))
  const run = await sandbox.run(['backends', '--json'])
  const never = run.json()['backends'].find(({ name }: { name: string }) => name === 'never')
  expect(never).toMatchObject({ available: false, problems: [expect.stringContaining('did not answer within 5 s (find)')] })
  expect(run.json()['backends']).toHaveLength(4)
  expect(run.code).toBe(0)
})

test('hooks of an installed plugin do not run when a command does', async () => {
  install('hooks', backend('hooks', ''), { oclif: { hooks: { init: './hook.js', prerun: './hook.js' } } })
  const trace = `${sandbox.root}/trace`
  sandbox.write('data/node_modules/clinvk-hooks/hook.js', `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, ''); export default async () => {}`)
  for (const words of [['version'], ['help'], ['backends', 'hooks']]) expect((await sandbox.run(words)).code).toBe(0)
  expect(existsSync(trace)).toBe(false)
})
