import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

const versions = { claude: '2.1.329 (Claude Code)', codex: 'codex-cli 0.169.0', gemini: '0.61.0' } as const
type Name = keyof typeof versions

const helps = {
  claude: '-p --input-format --output-format --verbose --include-partial-messages --resume --fork-session --no-session-persistence --model --add-dir --permission-mode --allowedTools --tools --strict-mcp-config',
  codex: '--json --skip-git-repo-check --color --ephemeral --model --add-dir -s -c',
  gemini: '--output-format --model --resume --approval-mode --admin-policy --allowed-tools --include-directories',
} as const

/** A CLI that answers the questions of `inspect` as a healthy, signed-in one does, and notes each start. */
function install(name: Name, ...first: readonly string[]): void {
  writeExecutable(bin, name, [
    `echo "${name} $*" >> "$HOME/calls"`,
    ...first,
    'case "$*" in',
    `  --version) echo "${versions[name]}";;`,
    `  *--help) echo "${helps[name]}";;`,
    '  "auth status") echo \'{"loggedIn": true, "apiProvider": "firstParty"}\';;',
    '  "login status") echo "Logged in";;',
    'esac',
  ])
}

const doctor = (...words: readonly string[]) => sandbox.run(['doctor', ...words])
const check = (report: Record<string, any>, id: string) => report['checks'].find((found: { id: string }) => found.id === id)
const statuses = (report: Record<string, any>) => Object.fromEntries(report['checks'].map(({ id, status }: { id: string; status: string }) => [id, status]))

describe('doctor', () => {
  test('without any CLI: each is a warning with its install line, none at all a failure, exit 1', async () => {
    const run = await doctor('--json')
    expect(run.code).toBe(1)
    const report = run.json()
    expect(report['schema_version']).toBe('v1')
    expect(report['summary']).toEqual({ pass: expect.any(Number), warn: 3, fail: 1 })
    expect(check(report, 'backends.any')).toMatchObject({ status: 'fail' })
    expect(check(report, 'backends.codex.available')).toMatchObject({ status: 'warn', suggestion: expect.stringContaining('npm install -g @openai/codex') })
    expect(run.stderr).toBe('')
  })

  test('with one CLI: warnings alone are exit 0', async () => {
    install('claude')
    const run = await doctor('--json')
    expect(run.code, run.stdout).toBe(0)
    expect(statuses(run.json())).toMatchObject({ 'backends.any': 'pass', 'backends.claude.available': 'pass', 'backends.claude.version': 'pass', 'backends.claude.flags': 'pass', 'backends.claude.signed_in': 'pass', 'backends.gemini.available': 'warn' })
  })

  test('with all: no warning; the second time they are not started for what did not change', async () => {
    for (const name of ['claude', 'codex', 'gemini'] as const) install(name)
    const options = { env: { GEMINI_API_KEY: 'made-up' } }
    const run = await sandbox.run(['doctor', '--json'], options)
    expect(run.json()['summary'], run.stdout).toMatchObject({ warn: 0, fail: 0 })
    const calls = () => readFileSync(`${sandbox.home}/calls`, 'utf8').trim().split('\n').sort()
    expect(calls()).toEqual(['claude --help', 'claude --version', 'claude auth status', 'codex --version', 'codex exec --help', 'codex login status', 'gemini --help', 'gemini --version'])
    sandbox.write('home/calls', '')
    await sandbox.run(['doctor', '--json'], options)
    expect(calls()).toEqual(['claude auth status', 'codex login status'])
    expect(run.stdout).not.toContain('made-up')
  })

  test('text fits 80 columns, and every warning and failure says what to do', async () => {
    writeExecutable(bin, 'codex', ['case "$*" in --version) echo codex-cli 0.1.0;; "exec --help") echo "--model -s";; *) exit 1;; esac'])
    const run = await sandbox.run(['doctor', '-o', 'text'], { env: { COLUMNS: '80' } })
    expect(run.code).toBe(1)
    const lines = run.stdout.split('\n')
    expect(lines.filter((line) => line.length > 80 && !line.includes('/'))).toEqual([])
    expect(run.stdout).toContain('FAIL backends.codex.flags:')
    expect(lines.filter((line) => /^(?:warn|FAIL) /.test(line)).length).toBe(lines.filter((line) => line.startsWith('     -> ')).length)
    expect(run.stdout).toMatch(/\d+ passed, \d+ warnings, 1 failure\n$/)
  })

  test('a CLI that hangs is ended after its time, told as that, and holds up no other', async () => {
    install('claude')
    writeExecutable(bin, 'codex', ['sleep 300'])
    const started = performance.now()
    const run = await doctor('--json')
    expect(performance.now() - started).toBeLessThan(30_000)
    expect(check(run.json(), 'backends.codex.version')).toMatchObject({ status: 'fail', message: expect.stringContaining('did not answer in time') })
    expect(check(run.json(), 'backends.claude.version')).toMatchObject({ status: 'pass' })
    expect(run.code).toBe(1)
    expect(sandbox.processes()).toEqual([])
  })

  test('Ctrl-C ends what it asks, at once', async () => {
    writeExecutable(bin, 'codex', ['touch "$HOME/asked"', 'sleep 300'])
    const child = sandbox.start(['doctor', '--json'])
    const end = finished(child)
    await until(() => existsSync(`${sandbox.home}/asked`), 'the CLI')
    const started = performance.now()
    child.kill('SIGINT')
    const run = await end
    expect(performance.now() - started).toBeLessThan(8000)
    expect(run.code).toBe(7)
    expect(run.json()['error'].code).toBe('cancelled')
    expect(sandbox.processes()).toEqual([])
  })

  test('a CLI that prints rubbish is a failure, and drives no terminal', async () => {
    writeExecutable(bin, 'claude', ["printf '\\033]0;title\\007\\033[2J no version here'"])
    const run = await doctor('-o', 'text')
    expect(run.stdout).toContain('FAIL backends.claude.version:')
    expect(run.stdout).not.toContain('\u001B')
  })

  test('an invalid configuration is a finding with its line, and the rest is looked at', async () => {
    install('claude')
    sandbox.write('home/.clinvk/config.yaml', 'output:\n  format: xml\n')
    const run = await doctor('--json')
    expect(run.code).toBe(1)
    expect(check(run.json(), 'config.validate')).toMatchObject({ status: 'fail', message: expect.stringContaining('config.yaml:2') })
    expect(check(run.json(), 'backends.claude.version')).toMatchObject({ status: 'pass' })
    sandbox.write('home/.clinvk/config.yaml', 'output: [\n')
    expect(check((await doctor('--json')).json(), 'config.load')).toMatchObject({ status: 'fail' })
  })

  test('a project file that does not count, and a store that cannot be used', async () => {
    install('claude')
    sandbox.write('work/.clinvkrc', 'default_backend: codex\n')
    sandbox.write('home/.clinvk/sessions', 'a file where the folder belongs')
    const report = (await doctor('--json')).json()
    expect(check(report, 'config.ignored')).toMatchObject({ status: 'warn', message: expect.stringContaining('.clinvkrc') })
    expect(check(report, 'sessions.store_access')).toMatchObject({ status: 'fail' })
  })
})
