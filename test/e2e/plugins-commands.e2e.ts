import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOnTerminal } from '../on-terminal.ts'
import { offline, writePackage } from '../plugin-package.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { type Finished, Sandbox, until } from '../sandbox.ts'

/** One user with one plugin that brings the command `greet`, and hooks that leave a trace. */
const sandbox = new Sandbox()
const trace = join(sandbox.root, 'trace')
sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
Object.assign(sandbox.env, offline, { CLINVK_DATA_DIR: join(sandbox.root, 'data') })
afterAll(() => sandbox.remove())

const writes = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(trace)}, process.argv.join(' '));`

/** A package with these commands, as `oclif manifest` and `npm pack` would make it. */
function commandPackage(name: string, commands: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  const table = Object.fromEntries(commands.map((id) => [id, { id, aliases: [], hiddenAliases: [], flags: {}, args: { who: { name: 'who' } }, pluginName: name, summary: `Says ${id}.`, strict: false }]))
  return writePackage(join(sandbox.root, 'src', name), {
    'package.json': { name, version: '1.0.0', type: 'module', oclif: { commands: './commands', topicSeparator: ' ', hooks: { init: './hook.js', prerun: './hook.js', command_not_found: './hook.js' } } },
    'oclif.manifest.json': { version: '1.0.0', commands: table },
    'hook.js': `${writes} export default async () => {}`,
    ...Object.fromEntries(
      commands.map((id) => [
        `commands/${id.replaceAll(':', '/')}.js`,
        `import { writeFileSync } from 'node:fs'
        export default class {
          static async run(argv) {
            if (argv[0] === 'fail') throw new Error('no greeting today')
            if (argv[0] === 'leave') throw Object.assign(new Error('I left'), { oclif: { exit: 42 } })
            process.stdout.write('${id} ' + argv.join(',') + '\\n')
          }
        }`,
      ]),
    ),
    ...more,
  })
}

const plugins = (...words: string[]): Promise<Finished> => sandbox.run(['plugins', ...words, '--json'])

beforeAll(async () => {
  writeExecutable(`${sandbox.root}/bin`, 'claude', ['cat >/dev/null', 'echo \'{"type":"result","subtype":"success","is_error":false,"result":"answered","session_id":"s"}\''])
  expect((await plugins('install', commandPackage('clinvk-plugin-greet', ['greet']), '--yes')).json()).toMatchObject({ commands: ['greet'] })
})

test('without a terminal the words are told, and nobody agrees for the person', async () => {
  const run = await plugins('install', commandPackage('clinvk-plugin-two', ['wave', 'bow:low']))
  expect(run.json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('brings the commands bow, wave'), hint: expect.stringContaining('--yes'), details: { commands: ['bow', 'wave'] } })
  expect(run.code).toBe(1)
  expect((await plugins()).json()['plugins']).toHaveLength(1)
})

test('at a terminal the person is asked, and nothing is installed without a yes', async () => {
  const folder = commandPackage('clinvk-plugin-wave', ['wave'])
  for (const [key, code] of [['n', 7], ['y', 0]] as const) {
    const { seen, keys, ended } = startOnTerminal(sandbox, ['plugins', 'install', folder])
    await until(() => seen.screen.includes('(y/N)'), `the question, not ${JSON.stringify(seen.screen)}`)
    expect(seen.screen).toContain('brings commands: wave')
    keys(`${key}\r`)
    await ended()
    expect(seen.code).toBe(code)
    expect((await plugins()).json()['plugins']).toHaveLength(key === 'y' ? 2 : 1)
  }
  expect((await plugins('uninstall', 'clinvk-plugin-wave')).code).toBe(0)
})

test('an update that brings no new word needs no agreement', async () => {
  expect((await plugins('install', commandPackage('clinvk-plugin-greet', ['greet']))).code).toBe(0)
})

test('the word is a command with its own arguments, output and exit code', async () => {
  const run = await sandbox.run(['greet', 'you', 'all'])
  expect(run.stdout).toBe('greet you,all\n')
  expect(run.code).toBe(0)
  const failed = await sandbox.run(['greet', 'fail', '--json'])
  expect(failed.json()).toMatchObject({ exit_code: 2, error: { code: 'plugin_invalid', message: 'the command "greet" of clinvk-plugin-greet failed: no greeting today' } })
  const left = await sandbox.run(['greet', 'leave'])
  expect(left.stderr).toBe('Error: I left\n')
  expect(left.code).toBe(42)
})

test.each([
  ['behind --', ['--', 'greet']],
  ['behind prompt', ['prompt', 'greet']],
  ['in several words', ['greet everyone']],
])('the word %s is still a prompt', async (_what, words) => {
  const run = await sandbox.run(['-b', 'claude', '--dry-run', '-o', 'text', ...words])
  expect(run.stdout).toContain('Would execute: ')
  expect(run.code).toBe(0)
})

test('its hooks run at no command, its own included', async () => {
  rmSync(trace, { force: true })
  for (const words of [['greet', 'x'], ['version'], ['help'], ['help', 'greet'], ['plugins'], ['no-such-topic', 'list']]) await sandbox.run(words)
  expect(existsSync(trace)).toBe(false)
})

test('help shows the word and its page, without running it', async () => {
  expect((await sandbox.run(['help'])).stdout).toContain('greet (clinvk-plugin-greet)')
  expect((await sandbox.run(['help', 'greet'])).stdout).toContain('Says greet.')
  expect((await sandbox.run(['greet', '--help'])).stdout).toContain('Says greet.')
})

test.each([
  [['sessions'], 'its command "sessions" is one of clinvk\'s own'],
  [['help:me'], 'its command "help" is one of clinvk\'s own'],
  [['plugins:evil'], 'its command "plugins" is one of clinvk\'s own'],
  [['greet:more'], 'its command "greet" already comes from clinvk-plugin-greet'],
  [['-x'], '"-x" is no name for a command'],
])('the commands %j are refused', async (commands, words) => {
  const run = await plugins('install', commandPackage('clinvk-plugin-thief', commands), '--yes')
  expect(run.json()['error']).toMatchObject({ code: 'plugin_invalid', message: expect.stringContaining(words) })
})

test('an alias counts as a word', async () => {
  const folder = commandPackage('clinvk-plugin-thief', ['fine'])
  writeFileSync(join(folder, 'oclif.manifest.json'), JSON.stringify({ version: '1.0.0', commands: { fine: { id: 'fine', aliases: ['version'], args: {}, flags: {} } } }))
  expect((await plugins('install', folder, '--yes')).json()['error']).toMatchObject({ message: expect.stringContaining('"version" is one of clinvk\'s own') })
})

test("a word of clinvk's own stays its own, whatever the file of words says", async () => {
  const file = join(sandbox.root, 'data', 'current', 'commands.json')
  const folder = join(sandbox.root, 'data', 'current', 'node_modules', 'clinvk-plugin-greet')
  writeFileSync(file, JSON.stringify({ greet: 'clinvk-plugin-greet', version: 'clinvk-plugin-greet' }))
  writePackage(folder, {
    'oclif.manifest.json': { version: '1.0.0', commands: { version: { id: 'version', aliases: [], hiddenAliases: [], flags: {}, args: {}, pluginName: 'clinvk-plugin-greet' } } },
    'commands/version.js': "export default class { static async run() { process.stdout.write('taken over') } }",
  })
  expect((await sandbox.run(['version'])).stdout).toMatch(/^clinvk \d/)
  expect((await plugins('verify')).json()).toMatchObject({ ok: false, plugins: [{ state: 'changed' }], problems: [{ message: expect.stringContaining('commands.json') }] })
  writeFileSync(file, 'half a fil')
  expect((await sandbox.run(['version'])).code).toBe(0)
  expect((await plugins('verify', '--restore')).json()).toMatchObject({ ok: true })
  expect((await sandbox.run(['greet', 'again'])).stdout).toBe('greet again\n')
})

test('a plugin that is not in plugins.allow runs no command', async () => {
  const run = await sandbox.run(['greet', '--json'], { env: { CLINVK_PLUGINS_ALLOW: 'other' } })
  expect(run.json()['error']).toMatchObject({ code: 'permission_denied', hint: expect.stringContaining('clinvk -- greet') })
  expect(run.code).toBe(5)
})

test('after it is uninstalled the word is a prompt again', async () => {
  expect((await plugins('uninstall', 'clinvk-plugin-greet')).json()).toMatchObject({ commands: ['greet'] })
  expect((await sandbox.run(['greet', '-b', 'claude', '--dry-run', '-o', 'text'])).stdout).toContain('Would execute: ')
})
