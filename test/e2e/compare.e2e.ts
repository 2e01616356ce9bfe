import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

describe('clinvk compare', () => {
  test('asks the chosen backends and tells all answers in one document', async () => {
    for (const name of ['claude', 'codex', 'gemini'] as const) replayCli(bin, name, 'answer')
    const run = await sandbox.run(['compare', 'hi', '--backends', 'gemini,claude', '--json'])
    expect(run.code, run.stderr).toBe(0)
    expect(run.json()).toMatchObject({ prompt: 'hi', backends: ['gemini', 'claude'], completed: 2, exit_code: 0, results: [{ backend: 'gemini', output: expect.any(String), exit_code: 0 }, { backend: 'claude', cost_usd: expect.any(Number) }] })
    expect((await sandbox.run(['compare', 'hi', '-b', 'codex', '--json'])).json()).toMatchObject({ backends: ['codex'] })
  })

  test('of all backends leaves out what is not installed, and fails where one fails', async () => {
    replayCli(bin, 'claude', 'answer')
    replayCli(bin, 'codex', 'status-401')
    const run = await sandbox.run(['compare', '--all-backends', '-o', 'text', '--sequential'], { stdin: 'hi' })
    expect(run.stderr).toContain('Warning: backend "gemini" is not available, skipping\n')
    expect(run.stderr).toContain('Error: some backends failed\n')
    expect(run.stdout).toMatch(/^Comparing 2 backends: claude, codex\nPrompt: hi\n={80}\n\[claude\] [\s\S]+\n\[codex\] Error: [\s\S]+\nCOMPARISON SUMMARY\n[\s\S]+\nTotal time: \d+\.\d\ds\n$/)
    expect(run.code).toBe(1)
  })

  test('shows where the answers differ', async () => {
    replayCli(bin, 'claude', 'answer')
    replayCli(bin, 'gemini', 'answer')
    const run = await sandbox.run(['compare', 'hi', '--backends', 'claude,gemini', '--diff', '--json'])
    expect(run.json()['differences']).toMatchObject([{ from: 'claude', to: 'gemini', same: false, lines: expect.any(Array) }])
    expect((await sandbox.run(['compare', 'hi', '--backends', 'claude,gemini', '--diff', '-o', 'text'])).stdout).toContain('--- claude\n+++ gemini\n')
  })

  test('passes its flags to every backend, and in a dry run says what would be run', async () => {
    const run = await sandbox.run(['compare', 'hi', '--backends', 'claude,codex', '-m', 'mine', '--sandbox-mode', 'read-only', '--dry-run', '--json'])
    expect(run.json(), run.stderr).toMatchObject({ dry_run: true, results: [{ command: expect.stringContaining('mine') }, { command: expect.stringMatching(/mine[\s\S]*read-only|read-only[\s\S]*mine/) }] })
  })

  test.each([
    [['compare', 'hi'], 1, 'specify backends with --backends or use --all-backends'],
    [['compare', '--all-backends'], 1, 'prompt is required'],
    [['compare', 'hi', '--backends', 'claude,claude'], 1, 'backend "claude" is named twice'],
    [['compare', 'hi', '--backends', 'claude,nope'], 2, 'unknown backend "nope"'],
    [['compare', 'hi', '--backends', 'gemini'], 2, 'no available backends to compare'],
    [['compare', 'hi', '--backends', 'claude', '--extra=--weird'], 1, 'flag not allowed for claude: --weird'],
  ])('%j is refused with %i', async (args, code, message) => {
    writeExecutable(bin, 'claude', ['touch ran'])
    const run = await sandbox.run([...args, '--json'])
    expect(run.code).toBe(code)
    expect(run.stdout).toContain(JSON.stringify(message).slice(1, -1))
  })
})
