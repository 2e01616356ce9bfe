import { spawn } from '@lydell/node-pty'
import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const answer = [
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n\'',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"the answer"}}\\n\'',
]
const end = 'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\''

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

/** clinvk with a full disk as its stdout. */
function full(...args: string[]) {
  const disk = openSync('/dev/full', 'w')
  try {
    return spawnSync(process.execPath, [clinvk, ...args], { cwd: sandbox.work, env: sandbox.env, stdio: ['ignore', disk, 'pipe'], encoding: 'utf8', timeout: 50_000 })
  } finally {
    closeSync(disk)
  }
}

describe('an output that takes nothing', () => {
  test.each([
    ['a document', ['-b', 'codex', 'hi', '--json']],
    ['a text', ['-b', 'codex', 'hi', '-o', 'text']],
    ['a dry run', ['-b', 'codex', 'hi', '--dry-run']],
    ['a failure', ['-b', 'nope', 'hi', '--json']],
    ['a list', ['backends']],
    ['the version', ['version']],
    ['the help', ['help']],
    ['the short version', ['--version']],
  ])('%s: one line says so, and the exit code', (_what, args) => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer, end])
    const { status, stderr } = full(...args)
    expect(stderr).toMatch(/^Error: could not write the (answer|version) \(ENOSPC\)\nHint: .+\n$/)
    expect(status).toBe(1)
  })

  test('an event stream ends the CLI, which would go on for long', () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer, 'sleep 300', end])
    const { status, stderr } = full('-b', 'codex', 'hi', '-o', 'stream-json')
    expect(stderr).toMatch(/^Error: could not write the answer \(ENOSPC\)\nHint: .+\n$/)
    expect(status).toBe(1)
    expect(sandbox.processes()).toEqual([])
  })
})

test('a reader that goes away ends the CLI in silence', () => {
  writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer, 'item=0; while :; do item=$((item + 1)); sleep 0.1', 'printf \'{"type":"item.started","item":{"id":"item_%s","type":"command_execution","command":"make","status":"in_progress"}}\\n\' $item', 'done'])
  const { stderr, stdout } = spawnSync('/bin/sh', ['-c', `'${process.execPath}' '${clinvk}' -b codex hi -o stream-json </dev/null | head -1`], { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8', timeout: 50_000 })
  expect(stdout).toContain('"type":"init"')
  expect(stderr).toBe('')
  expect(sandbox.processes()).toEqual([])
})

test('a terminal that is closed while the spinner turns leaves nothing running', async () => {
  writeExecutable(bin, 'codex', ['trap "" HUP', 'cat >/dev/null', 'sleep 300'])
  const pty = spawn(process.execPath, [clinvk, '-b', 'codex', 'hi'], { cols: 80, rows: 24, cwd: sandbox.work, env: sandbox.env })
  let screen = ''
  pty.onData((data) => (screen += data))
  await until(() => /Codex CLI · \d+s/.test(screen), 'the spinner')
  // The window goes without a signal to clinvk: its writes fail, and it hears of it in no other way than SIGHUP.
  pty.kill('SIGHUP')
  ;(pty as unknown as { destroy(): void }).destroy()
  await until(() => sandbox.processes().length === 0, 'the end of everything')
})
