import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backendModule, backendPackage, offline, writePackage } from '../plugin-package.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))

/** A CLI that keeps its servers in ~/.acme.json; `~/mode` says what goes wrong with it. */
const acmeCli = `
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { HOME } = process.env
const mode = existsSync(HOME + '/mode') ? readFileSync(HOME + '/mode', 'utf8') : ''
const [, verb, name, , ...command] = process.argv.slice(2)
writeFileSync(HOME + '/started', '')
if (mode === 'lie') { console.log('Use the other scope here.'); process.exit(0) }
if (mode === 'reserved') { console.error('Cannot add it: this name is reserved.\\n'); process.exit(1) }
if (mode === 'fail') { writeFileSync(HOME + '/.acme.json', '{"half'); console.error('WARNING: no aliases (os error 13)\\nError: acme is out of order'); process.exit(3) }
if (mode === 'wreck') { rmSync(HOME + '/.acme.json', { force: true }); mkdirSync(HOME + '/.acme.json'); console.error('Error: acme is out of order'); process.exit(3) }
if (mode === 'hang') { writeFileSync(HOME + '/.acme.json', '{"half'); setInterval(() => {}, 1000); return }
const servers = existsSync(HOME + '/.acme.json') ? JSON.parse(readFileSync(HOME + '/.acme.json', 'utf8')) : {}
if (verb === 'add') { if (servers[name]) process.exit(4); servers[name] = command } else delete servers[name]
writeFileSync(HOME + '/.acme.json', JSON.stringify(servers))
`

/** What a plugin of somebody else says of that CLI. */
const acmeClient = `mcpClient: {
  scopes: ['user', 'team'], trust: false,
  installation: ({ name, command, args, variables }, { scope, home }) => ({
    file: home + '/.acme.json', add: ['mcp', 'add', name, scope, command, ...args], remove: ['mcp', 'remove', name],
    has(text) {
      if (!text.startsWith('{"') && text !== '{}') throw Object.assign(new Error(home + '/.acme.json makes no sense'), { [Symbol.for('clinvk.error')]: true, code: 'invalid_request', hint: 'Repair it.' })
      return name in JSON.parse(text)
    },
    notes: ['It needs ' + variables.join(', ') + '.'],
  }),
},`

/** What `codex mcp add` and `remove` do, as far as it matters here. */
const codexCli = `
const { readFileSync, writeFileSync } = require('node:fs')
const file = process.env.HOME + '/.codex/config.toml'
const [, verb, name, , command, ...args] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')
if (verb === 'add') writeFileSync(file, text + '\\n[mcp_servers.' + name + ']\\ncommand = ' + JSON.stringify(command) + '\\nargs = ' + JSON.stringify(args) + '\\n')
else writeFileSync(file, text.replace(new RegExp('\\n\\\\[mcp_servers.' + name + '\\\\]\\n(?:.+\\n)*'), ''))
`

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  Object.assign(sandbox.env, { PATH: `${bin}:${sandbox.env['PATH']}`, CLINVK_DATA_DIR: `${sandbox.root}/data`, ...offline })
  for (const [name, script] of [['acme', acmeCli], ['codex', codexCli]] as const) writeExecutable(bin, name, [`exec node ${sandbox.write(`${name}.cjs`, script)} "$@"`])
  const found = backendModule('acme', '', acmeClient).replace("async () => ({ file: '/bin/true' })", "async (host) => { const file = await host.findExecutable('acme'); return file && { file } }")
  writePackage(join(sandbox.root, 'acme'), backendPackage('acme', {}, found))
})
afterEach(() => sandbox.remove())

const install = (...args: string[]) => sandbox.run(['mcp', 'install', ...args, '--json'])
const linked = async () => expect((await sandbox.run(['plugins', 'link', join(sandbox.root, 'acme')])).code).toBe(0)
const inHome = (path: string) => join(sandbox.home, path)
const read = (path: string) => readFileSync(inHome(path), 'utf8')

describe('a CLI that a plugin brings', () => {
  beforeEach(linked)

  test('knows the server then, which works as it was told', async () => {
    const { code, json, stderr } = await install('acme')
    expect([code, stderr]).toEqual([0, ''])
    expect(json()).toMatchObject({ backend: 'acme', name: 'clinvk', scope: 'user', file: inHome('.acme.json'), replaced: false, undo: 'acme mcp remove clinvk', notes: ['It needs CLINVK_DEPTH.'] })
    expect(json()).not.toHaveProperty('backup')
    const { clinvk: [command, ...args] } = JSON.parse(read('.acme.json'))
    expect([command, ...args]).toEqual(json()['command'])
    const client = new Client({ name: 'acme', version: '1' })
    await client.connect(new StdioClientTransport({ command, args, env: sandbox.env, cwd: sandbox.work }))
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('clinvk_prompt')
    await client.close()
  })

  test('is only told what would be done, in a dry run', async () => {
    sandbox.write('home/.acme.json', '{"other":["x"]}')
    const { code, stdout } = await sandbox.run(['mcp', 'install', 'acme', '--dry-run', '-o', 'text'])
    expect(code).toBe(0)
    expect(stdout).toBe(`Would tell acme of the MCP server "clinvk" (user).\n  Would execute: acme mcp add clinvk user ${process.execPath} ${clinvk} mcp\n  Would change: ${inHome('.acme.json')}\n  note: It needs CLINVK_DEPTH.\n`)
    expect(read('.acme.json')).toBe('{"other":["x"]}')
    expect([existsSync(inHome('started')), existsSync(inHome('.clinvk/backups'))]).toEqual([false, false])
  })

  test('keeps an entry that is there, unless it is to be replaced; the file as it was is kept', async () => {
    const before = '{"clinvk":["mine"],"other":["x"]}'
    sandbox.write('home/.acme.json', before)
    const refused = await install('acme')
    expect([refused.code, refused.json()['error']]).toMatchObject([1, { code: 'invalid_request', message: `acme has an MCP server "clinvk" already, in ${inHome('.acme.json')}`, hint: expect.stringContaining('--force') }])
    expect([read('.acme.json'), existsSync(inHome('started'))]).toEqual([before, false])
    expect((await install('acme', '--name', 'second')).json()).toMatchObject({ name: 'second', replaced: false, backup: expect.any(String) })
    const done = (await install('acme', '--force')).json()
    expect(done).toMatchObject({ replaced: true, commands: ['acme mcp remove clinvk', expect.stringContaining('acme mcp add clinvk')], undo: `cp ${done['backup']} ${inHome('.acme.json')}` })
    expect(Object.keys(JSON.parse(read('.acme.json'))).sort()).toEqual(['clinvk', 'other', 'second'])
    expect(JSON.parse(readFileSync(done['backup'], 'utf8'))).toMatchObject({ clinvk: ['mine'], second: [process.execPath, clinvk, 'mcp'] })
    expect([statSync(done['backup']).mode & 0o777, statSync(inHome('.clinvk/backups')).mode & 0o777]).toEqual([0o600, 0o700])
    expect(readdirSync(inHome('.clinvk/backups'))).toHaveLength(2)
  })

  test('is not started where no copy of its file can be made', async () => {
    sandbox.write('home/.acme.json', '{"other":["x"]}')
    sandbox.write('home/.clinvk/backups', 'a file in the way')
    const { code, json } = await install('acme')
    expect([code, json()['error']]).toMatchObject([1, { code: 'invalid_request', message: expect.stringMatching(/backups\/acme-.*cannot be written \(E/) }])
    expect([read('.acme.json'), existsSync(inHome('started'))]).toEqual(['{"other":["x"]}', false])
  })

  test.each([
    ['fail', 3, { code: 'backend_error', message: expect.stringMatching(/failed with 3: Error: acme is out of order/) }],
    ['reserved', 1, { code: 'backend_error', message: expect.stringContaining('failed with 1: Cannot add it: this name is reserved; ') }],
    ['lie', 1, { code: 'backend_output_invalid', message: expect.stringMatching(/has no such entry; it said: Use the other scope here;/) }],
  ] as const)('has its file as it was when it goes wrong: %s', async (mode, exit, error) => {
    sandbox.write('home/.acme.json', '{"other":["x"]}')
    sandbox.write('home/mode', mode)
    const { code, json } = await install('acme')
    expect([code, json()['error']]).toMatchObject([exit, error])
    expect(read('.acme.json')).toBe('{"other":["x"]}')
  })

  test('leaves no new file behind when it goes wrong', async () => {
    sandbox.write('home/mode', 'fail')
    expect((await install('acme')).code).toBe(3)
    expect(existsSync(inHome('.acme.json'))).toBe(false)
  })

  test('leaves no new file behind either where a link to nowhere stood, and the link', async () => {
    sandbox.write('home/mode', 'fail')
    symlinkSync(join(sandbox.root, 'dotfiles.json'), inHome('.acme.json'))
    expect((await install('acme')).json()['error']).toMatchObject({ code: 'backend_error', message: expect.stringContaining(`; ${inHome('.acme.json')} is as it was`) })
    expect([existsSync(join(sandbox.root, 'dotfiles.json')), lstatSync(inHome('.acme.json')).isSymbolicLink()]).toEqual([false, true])
  })

  test('fails with its own error, and a word on its file, where that cannot be brought back', async () => {
    sandbox.write('home/.acme.json', '{"other":["x"]}')
    sandbox.write('home/mode', 'wreck')
    const { code, json } = await install('acme')
    const [backup] = readdirSync(inHome('.clinvk/backups'))
    expect([code, json()['error']]).toMatchObject([3, { code: 'backend_error', message: expect.stringMatching(/acme is out of order; .*\.acme\.json is not as it was, and could not be brought back: .*\(EISDIR\)$/), hint: expect.stringContaining(inHome(`.clinvk/backups/${backup}`)) }])
  })

  test('is ended by Ctrl-C, and has its file as it was', async () => {
    sandbox.write('home/.acme.json', '{"other":["x"]}')
    sandbox.write('home/mode', 'hang')
    const child = sandbox.start(['mcp', 'install', 'acme', '--json'])
    const ended = finished(child)
    await until(() => read('.acme.json') === '{"half', 'the CLI at work')
    child.kill('SIGINT')
    expect((await ended).json()['error']).toMatchObject({ code: 'cancelled', hint: 'Run the same command again.' })
    expect([read('.acme.json'), sandbox.processes()]).toEqual(['{"other":["x"]}', []])
  })

  test('is not started where its file cannot be read', async () => {
    sandbox.write('home/.acme.json', 'rubbish')
    const { code, json } = await install('acme', '--force')
    expect([code, json()['error']]).toMatchObject([1, { code: 'invalid_request', message: expect.stringContaining('makes no sense'), hint: 'Repair it.' }])
    expect([read('.acme.json'), existsSync(inHome('started'))]).toEqual(['rubbish', false])
  })

  test('is told the name alone where that means this clinvk, and the configuration that was named', async () => {
    symlinkSync(clinvk, join(sandbox.root, 'bin', 'clinvk'))
    const config = sandbox.write('work/team.yaml', 'mcp:\n  max_permission: read-only\n')
    expect((await install('acme', '--config', 'team.yaml')).json()['command']).toEqual(['clinvk', 'mcp', '--config', config])
    writeExecutable(join(sandbox.root, 'other'), 'clinvk', ['exit 1'])
    sandbox.env['PATH'] = `${sandbox.root}/other:${sandbox.env['PATH']}`
    expect((await install('acme', '--force')).json()['command']).toEqual([process.execPath, clinvk, 'mcp'])
  })

  test.each([
    [['acme', '--scope', 'nowhere'], 1, { code: 'unsupported', hint: 'Scopes: user, team.' }],
    [['acme', '--trust'], 1, { code: 'unsupported', hint: 'Leave out --trust.' }],
    [['acme', '--name', '-x'], 1, { code: 'invalid_request', message: expect.stringContaining('"-x"') }],
    [['acmee'], 2, { code: 'backend_not_found', hint: 'Backends that can be told of an MCP server: claude, codex, gemini, acme.' }],
    [['gemini'], 2, { code: 'backend_unavailable', hint: expect.stringContaining('npm install -g @google/gemini-cli') }],
  ] as const)('%j is refused', async (args, exit, error) => {
    const { code, json } = await install(...args)
    expect([code, json()['error']]).toMatchObject([exit, error])
    expect(existsSync(inHome('started'))).toBe(false)
  })
})

test('a backend that says nothing of MCP servers is refused, and those that do are named', async () => {
  writePackage(join(sandbox.root, 'acme'), backendPackage('acme'))
  await linked()
  const { code, json } = await install('acme')
  expect([code, json()['error']]).toMatchObject([1, { code: 'unsupported', message: 'clinvk does not know how acme is told of an MCP server', hint: 'Backends where it knows: claude, codex, gemini.' }])
})

test.each([['throws', 'installation() { throw new Error("x") }'], ['says nonsense', 'installation: () => ({ file: "here" })'], ['says nothing', '']])('a plugin that %s is to blame, by name', async (_what, member) => {
  writePackage(join(sandbox.root, 'acme'), backendPackage('acme', {}, backendModule('acme', '', `mcpClient: { scopes: ['user'], trust: false, ${member} },`)))
  await linked()
  expect((await install('acme')).json()['error']).toMatchObject({ code: 'plugin_invalid', message: expect.stringContaining('"acme"') })
})

test('names of variables, never their values, are written behind the command of codex; the link and the mode of its file stay', async () => {
  const file = sandbox.write('dotfiles/codex.toml', '# mine\nmodel = "x"\n')
  chmodSync(file, 0o640)
  sandbox.write('home/.codex/auth.json', '{}')
  symlinkSync(file, inHome('.codex/config.toml'))
  Object.assign(sandbox.env, { GEMINI_API_KEY: 'SECRET-VALUE', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1/SECRET-VALUE', CLAUDECODE: '1' })
  const { code, json, stdout } = await install('codex', '--trust')
  expect(code, stdout).toBe(0)
  expect(json()['also']).toBe('env_vars = ["ANTHROPIC_BASE_URL", "CLINVK_DEPTH", "GEMINI_API_KEY"], tool_timeout_sec = 600, default_tools_approval_mode = "approve", required = true')
  expect(read('.codex/config.toml')).toBe(`# mine\nmodel = "x"\n\n[mcp_servers.clinvk]\nenv_vars = ["ANTHROPIC_BASE_URL", "CLINVK_DEPTH", "GEMINI_API_KEY"]\ntool_timeout_sec = 600\ndefault_tools_approval_mode = "approve"\nrequired = true\ncommand = ${JSON.stringify(process.execPath)}\nargs = ${JSON.stringify([clinvk, 'mcp'])}\n`)
  expect([lstatSync(inHome('.codex/config.toml')).isSymbolicLink(), statSync(file).mode & 0o777]).toEqual([true, 0o640])
  for (const path of sandbox.files()) expect(readFileSync(path, 'utf8'), path).not.toContain('SECRET-VALUE')
  expect(stdout).not.toContain('SECRET-VALUE')
  expect((await install('codex', '--force')).json()['replaced']).toBe(true)
  expect(read('.codex/config.toml').match(/mcp_servers/g)).toHaveLength(1)
})

test.each([
  [['claude'], '.claude.json', 'home', 'claude mcp add --scope user clinvk -- '],
  [['claude', '--scope', 'project'], '.mcp.json', 'work', 'claude mcp add --scope project clinvk -- '],
  [['gemini', '--scope', 'project'], '.gemini/settings.json', 'work', 'gemini mcp add --scope project clinvk '],
  [['gemini', '--trust'], '.gemini/settings.json', 'home', 'gemini mcp add --scope user clinvk '],
] as const)('a dry run of %j says which file, and which command of the CLI', async (args, file, folder, command) => {
  writeExecutable(join(sandbox.root, 'bin'), args[0], ['touch "$HOME/started"'])
  expect((await install(...args, '--dry-run')).json()).toMatchObject({ dry_run: true, file: join(sandbox[folder], file), commands: [expect.stringContaining(command)] })
  expect(existsSync(inHome('started'))).toBe(false)
})
