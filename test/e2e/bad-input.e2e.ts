import { spawn, spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  replayCli(bin, 'claude', 'answer')
})
afterEach(() => sandbox.remove())

interface Case {
  readonly what: string
  readonly args: string[]
  readonly code: string
  readonly exit: number
  readonly message: RegExp
  readonly hint: RegExp
  readonly usage?: boolean
  readonly stdin?: string
}

const cases: readonly Case[] = [
  { what: 'an unknown backend', args: ['-b', 'nope', 'hi'], code: 'backend_not_found', exit: 2, message: /unknown backend "nope" \(available: claude, codex, gemini\)/, hint: /clinvk backends/ },
  { what: 'a mistyped backend', args: ['-b', 'cluade', 'hi'], code: 'backend_not_found', exit: 2, message: /unknown backend "cluade"/, hint: /Did you mean "claude"/ },
  { what: 'a CLI that is not installed', args: ['-b', 'codex', 'hi'], code: 'backend_unavailable', exit: 2, message: /backend "codex" is not available \(CLI not found in PATH\)/, hint: /npm install -g @openai\/codex/ },
  { what: 'an unknown flag', args: ['--modle', 'x', 'hi'], code: 'invalid_request', exit: 1, message: /unknown flag --modle/, hint: /Did you mean --model\?/, usage: true },
  { what: 'a flag without its value', args: ['hi', '-m'], code: 'invalid_request', exit: 1, message: /-m/, hint: /help/, usage: true },
  { what: 'two positionals', args: ['explain', 'this'], code: 'invalid_request', exit: 1, message: /accepts at most 1 arg\(s\), received 2/, hint: /Quote the prompt/, usage: true },
  { what: 'an unknown format', args: ['hi', '-o', 'text', '-o', 'xml'], code: 'invalid_request', exit: 1, message: /invalid output format "xml": must be one of: text, json, stream-json/, hint: /-o json/, usage: true },
  { what: 'two formats', args: ['hi', '--json', '-o', 'text'], code: 'invalid_request', exit: 1, message: /contradict/, hint: /one of the two/, usage: true },
  { what: 'an unknown mode', args: ['hi', '--sandbox-mode', 'everything'], code: 'invalid_request', exit: 1, message: /invalid --sandbox-mode "everything"/, hint: /--sandbox-mode/, usage: true },
  { what: 'a number that is none', args: ['hi', '--timeout', 'soon'], code: 'invalid_request', exit: 1, message: /--timeout "soon"/, hint: /--timeout 3/, usage: true },
  { what: 'a time that no timer takes', args: ['hi', '--timeout', '2073601'], code: 'invalid_request', exit: 1, message: /--timeout 2073601 is more than 2073600/, hint: /--timeout 2073600/, usage: true },
  { what: 'a time without events that no timer takes', args: ['hi', '--idle-timeout', '1000000000'], code: 'invalid_request', exit: 1, message: /--idle-timeout 1000000000 is more than 2073600/, hint: /--idle-timeout 2073600/, usage: true },
  { what: 'more retries than the configuration allows', args: ['hi', '--max-retries', '21'], code: 'invalid_request', exit: 1, message: /--max-retries 21 is more than 20/, hint: /--max-retries 20/, usage: true },
  { what: 'an empty working directory', args: ['hi', '-w', ''], code: 'invalid_request', exit: 1, message: /--workdir names no directory/, hint: /-w/, usage: true },
  { what: 'an empty configuration file', args: ['hi', '--config', ''], code: 'invalid_request', exit: 1, message: /--config names no file/, hint: /--config/, usage: true },
  { what: 'a working directory that is not there', args: ['hi', '-w', '/no/such/dir'], code: 'invalid_request', exit: 1, message: /working directory \/no\/such\/dir does not exist/, hint: /-w/ },
  { what: 'a working directory that is a file', args: ['hi', '-w', '/etc/hostname'], code: 'invalid_request', exit: 1, message: /is not a directory/, hint: /-w/ },
  { what: 'an empty prompt', args: [''], code: 'invalid_request', exit: 1, message: /the prompt is empty/, hint: /clinvk "your prompt"/ },
  { what: 'blank piped text', args: [], stdin: ' \n\n', code: 'invalid_request', exit: 1, message: /the prompt is empty/, hint: /clinvk "your prompt"/ },
  { what: 'a prompt over the limit of the CLI', args: [], stdin: 'x'.repeat(20_000_000), code: 'payload_too_large', exit: 1, message: /20000000 characters; Claude Code takes at most \d+/, hint: /Shorten/ },
  { what: 'a flag for the CLI that is not allowed', args: ['hi', '--extra=--dangerously-skip-permissions'], code: 'invalid_request', exit: 1, message: /flag not allowed for claude: --dangerously-skip-permissions/, hint: /Allowed are/ },
  { what: 'an option that the CLI lacks', args: ['hi', '-b', 'codex', '--max-turns', '3'], code: 'unsupported', exit: 1, message: /Codex CLI .*turns/, hint: /./ },
  { what: 'a configuration that is not there', args: ['hi', '--config', '/no/such.yaml'], code: 'config_invalid', exit: 3, message: /cannot read the configuration file \/no\/such.yaml/, hint: /--config/ },
]

describe('what cannot be run', () => {
  test.each(cases.filter(({ args }) => !args.includes('--json')))('$what: one clear line, and what to do next', async ({ args, exit, message, hint, usage, stdin }) => {
    const run = await sandbox.run(args.includes('-o') ? args : [...args, '-o', 'text'], stdin === undefined ? {} : { stdin })
    const lines = run.stderr.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^Error: /)
    expect(lines[0]).toMatch(message)
    expect(lines[1]).toMatch(/^Hint: /)
    expect(lines[1]).toMatch(hint)
    expect(lines.slice(2).join('\n')).toMatch(usage === true ? /^Usage: clinvk/ : /^$/)
    expect(run.stdout).toBe('')
    expect(run.code).toBe(exit)
  })

  test.each(cases.filter(({ args }) => !args.includes('xml')))('$what, as JSON: one document with the code', async ({ args, code, exit, message, hint, stdin }) => {
    const run = await sandbox.run([...args, ...(args.includes('--json') ? [] : ['--json'])], stdin === undefined ? {} : { stdin })
    const { error, exit_code: told, ...others } = run.json()
    expect(Object.keys(others)).toEqual(['backend', 'content', 'duration_seconds'])
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
    expect([run.code, told]).toEqual([exit, exit])
  })

  test.each([['mcp'], ['serve'], ['doctor'], ['config', 'show'], ['backends']])('clinvk %s with an empty --config takes no other file', async (...args) => {
    const { code, stdout, stderr } = await sandbox.run([...args, '--config', ''])
    expect(stdout + stderr).toContain('--config names no file')
    expect(code).toBe(1)
  })

  test('a CLI that is not signed in: its own words, and how to sign in', async () => {
    replayCli(bin, 'claude', 'not-signed-in')
    const run = await sandbox.run(['hi', '-o', 'text'])
    expect(run.stderr).toMatch(/^Error \[claude\]: /)
    expect(run.stderr).toMatch(/^Hint: .*claude/m)
    expect(run.code).toBe(2)
  })

  test.each([
    [['hi', '-w', '/no/such'], 'claude'],
    [['hi', '-b', 'codex', '--max-turns', 'x'], 'codex'],
    [['-b', 'nope', 'hi'], 'nope'],
    [['resume', 'deadbeef', 'hi'], ''],
  ])('%j names the backend as far as it is known', async (args, backend) => {
    expect((await sandbox.run([...args, '--json'])).json()).toMatchObject({ backend, content: '', duration_seconds: expect.any(Number) })
  })

  test('as a line of the event stream', async () => {
    const run = await sandbox.run(['-b', 'nope', 'hi', '-o', 'stream-json'])
    expect(run.events()).toMatchObject([{ type: 'error', sequence: 1, content: { code: 'backend_not_found' } }])
    expect(run.code).toBe(2)
  })

  test('a configuration with a wrong value names its file, line and key', async () => {
    const file = sandbox.write('home/.clinvk/config.yaml', 'default_backend: claude\noutput:\n  format: xml\n')
    const run = await sandbox.run(['hi', '-o', 'text'])
    expect(run.stderr).toContain(`${file}:3: output.format must be one of`)
    expect(run.code).toBe(3)
  })

  test('a backend that is disabled', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'backends:\n  claude:\n    enabled: false\n')
    const run = await sandbox.run(['hi', '--json'])
    expect(run.json()['error']).toMatchObject({ code: 'backend_disabled', message: 'backend "claude" is disabled in config' })
    expect(run.code).toBe(2)
  })

  test('clinvk inside clinvk inside clinvk', async () => {
    writeExecutable(bin, 'claude', ['cat >/dev/null', `exec '${process.execPath}' '${new URL('../../core/bin/run.js', import.meta.url).pathname}' again -o text </dev/null >&2`])
    const run = await sandbox.run(['hi', '-o', 'text'], { env: { CLINVK_LOG: 'debug' } })
    expect(run.stderr).toContain('inside 3 nested runs of itself')
    expect(run.code).not.toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  test('a CLI that cannot be started', async () => {
    writeExecutable(bin, 'claude', [])
    sandbox.write('bin/claude', '#!/no/such/interpreter\n')
    const run = await sandbox.run(['hi', '--json'])
    expect(run.json()['error'].code).toBe('backend_unavailable')
    expect(run.code).toBe(2)
  })

  test('a home that cannot be written to is no reason not to answer', async () => {
    const run = await sandbox.run(['hi', '-o', 'text'], { env: { CLINVK_HOME: '/etc/hostname' } })
    expect(run.code).toBe(0)
    expect(run.stdout.trim()).not.toBe('')
    expect(run.stderr).toMatch(/warning: cannot note the run in/)
    const many = await sandbox.run(['parallel', '-o', 'text'], { env: { CLINVK_HOME: '/etc/hostname' }, stdin: '[{"prompt":"a"},{"prompt":"b"},{"prompt":"c"}]' })
    expect(many.stderr.match(/cannot note the run/g)).toHaveLength(1)
  })

  test.each([
    [['config', 'shwo'], 'there is no command "clinvk config shwo"', 'Did you mean "clinvk config show"?'],
    [['plugins', 'nonsense'], 'there is no command "clinvk plugins nonsense"', 'See clinvk help plugins.'],
    [['help', 'nonsense'], 'there is no command "clinvk nonsense"', 'See clinvk help.'],
    [['help', 'compair'], 'there is no command "clinvk compair"', 'Did you mean "clinvk compare"?'],
  ])('%j names no command, and what was probably meant', async (args, message, hint) => {
    const run = await sandbox.run(args)
    expect([run.code, run.stderr, run.stdout]).toEqual([1, `Error: ${message}\nHint: ${hint}\n`, ''])
    if (args[0] !== 'help') expect((await sandbox.run([...args, '--json'])).json()).toEqual({ exit_code: 1, error: { code: 'invalid_request', message, hint } })
  })

  test.each([[['hi', '--json']], [['backends', '--json']], [['help']]])('a current directory that was deleted: %j', async (args) => {
    const script = `mkdir gone && cd gone && rmdir ../gone && exec '${process.execPath}' '${new URL('../../core/bin/run.js', import.meta.url).pathname}' ${args.join(' ')} </dev/null`
    const run = spawnSync('/bin/sh', ['-c', script], { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8' })
    expect(JSON.parse(run.stdout)).toMatchObject({ exit_code: 1, error: { code: 'invalid_request', message: 'the current directory no longer exists', hint: expect.stringContaining('cd to one that does') } })
    expect(run.status).toBe(1)
  })

  test.each([
    [['-b', 'nope', 'hi'], 'backend_not_found'],
    [['-c', '-b', 'nope', 'hi'], 'backend_not_found'],
    [['hi', '--max-turns', 'abc'], 'invalid_request'],
  ])('%j is told before stdin ends', async (args, code) => {
    const child = spawn(process.execPath, [new URL('../../core/bin/run.js', import.meta.url).pathname, ...args, '--json'], { cwd: sandbox.work, env: sandbox.env, stdio: 'pipe' })
    // stdin stays open: only a clinvk that does not wait for it ends.
    expect((await finished(child)).json()['error'].code).toBe(code)
  })
})
