import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { spawn } from '@lydell/node-pty'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Sandbox, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const there = (shell: string) => spawnSync(shell, ['--version']).status === 0
const missing = ['bash', 'zsh', 'fish'].filter((shell) => !there(shell))
if (missing.length > 0) console.log(`left out, for they are not installed: completion in ${missing.join(', ')}`)

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  mkdirSync(`${sandbox.root}/bin`)
  symlinkSync(clinvk, `${sandbox.root}/bin/clinvk`)
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

/** Sessions of which the last one named is the newest. */
function sessions(...titles: readonly string[]): string[] {
  return titles.map((title, number) => {
    const id = String(number).repeat(32)
    const used = new Date(Date.now() - (titles.length - number) * 60_000).toISOString()
    sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify({ id, backend: 'codex', created_at: used, last_used: used, working_dir: '', initial_prompt: 'a secret question', ...(title === '' ? {} : { title }) }))
    return id
  })
}

describe('__complete', () => {
  const complete = async (...words: string[]) => (await sandbox.run(['__complete', 'zsh', '--', ...words])).stdout.split('\n').filter((line) => line !== '')

  test('sessions come newest first, with their titles and never with what was asked', async () => {
    const ids = sessions('the old one', '', 'the\u001B[2J new one')
    const lines = await complete('sessions', 'show', '')
    expect(lines.map((line) => line.split('\t')[0])).toEqual(ids.toReversed())
    expect(lines[0]).toMatch(/\tthe new one, codex, 1m ago$/)
    expect(lines[1]).toMatch(/\tcodex, 2m ago$/)
    expect(lines.join()).not.toContain('secret question')
  })

  test('a long list is bounded', async () => {
    for (let number = 0; number < 60; number++) {
      const id = number.toString(16).padStart(32, 'a')
      sandbox.write(`home/.clinvk/sessions/${id}.json`, JSON.stringify({ id, backend: 'codex', created_at: '2026-01-01T00:00:00Z', last_used: '2026-01-01T00:00:00Z', working_dir: '' }))
    }
    expect(await complete('resume', '')).toHaveLength(50)
  })

  test('a broken configuration, store or plugin, and words that mean nothing: nothing is offered, nothing is said, exit 0', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'output: [\n')
    sandbox.write('home/.clinvk/sessions', 'a file where the folder belongs')
    for (const words of [['resume', ''], ['-b', ''], ['\u0000'.slice(1), '"'], ['--', '-']]) {
      const run = await sandbox.run(['__complete', 'bash', '--', ...words])
      expect({ code: run.code, stdout: run.stdout, stderr: run.stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
    }
    expect(await complete('sess')).toHaveLength(1)
  })

  test('a plugin that hangs is not waited for', async () => {
    sandbox.write('home/.local/share/clinvk/package.json', JSON.stringify({ oclif: { plugins: [{ type: 'link', name: 'clinvk-hangs', root: `${sandbox.root}/hangs` }] } }))
    sandbox.write('hangs/package.json', JSON.stringify({ name: 'clinvk-hangs', version: '1.0.0', type: 'module', clinvk: { contract: 1, backends: { hangs: './hangs.js' } } }))
    sandbox.write('hangs/hangs.js', 'await new Promise((resolve) => setTimeout(resolve, 60_000))')
    const started = performance.now()
    expect(await complete('-b', 'hangs', '-m', '')).toEqual([])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('it is no word of a prompt: what only looks like it is asked as ever', async () => {
    expect((await sandbox.run(['__complete', '-b', 'nope', '--json'])).json()['error'].code).toBe('backend_not_found')
  })
})

/** What bash offers for a line, the cursor at its end. */
function inBash(words: readonly string[]): string[] {
  const line = `source <(clinvk completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _clinvk; printf '%s\\n' "\${COMPREPLY[@]}"`
  const env = sandbox.env
  return execFileSync('bash', ['--norc', '-c', line, 'bash', ...words], { env, cwd: sandbox.work, encoding: 'utf8' }).split('\n').filter((text) => text !== '')
}

describe.skipIf(!there('bash'))('bash', () => {
  test.each([
    [['clinvk', 'sess'], ['sessions']],
    [['clinvk', '-b', 'c'], ['claude', 'codex']],
    [['clinvk', '--backend', '=', 'cl'], ['claude']],
    [['clinvk', '--backend', '='], ['claude', 'codex', 'gemini']],
    [['clinvk', '--config', 'a'], ['a file']],
    [['clinvk', '-w', ''], ['folder']],
    [['clinvk', '"'], []],
  ])('%j offers %j', (words, expected) => {
    sandbox.write('work/a file', '')
    sandbox.write('work/folder/x', '')
    expect(inBash(words)).toEqual(expected)
  })

  test('a clinvk that is gone completes nothing, and says nothing', () => {
    const script = execFileSync(process.execPath, [clinvk, 'completion', 'bash'], { env: sandbox.env, encoding: 'utf8' })
    const run = spawnSync('bash', ['--norc', '-c', `${script}\nCOMP_WORDS=(clinvk se); COMP_CWORD=1; _clinvk; echo "status $? \${#COMPREPLY[@]}"`], { env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' })
    expect({ stdout: run.stdout, stderr: run.stderr }).toEqual({ stdout: 'status 0 0\n', stderr: '' })
  })
})

describe.skipIf(!there('fish'))('fish', () => {
  const inFish = (line: string) => {
    const shell = 'fish'
    const { stdout, stderr } = spawnSync(shell, ['--no-config', '-c', 'clinvk completion fish | source; complete -C "$argv[1]"', line], { env: sandbox.env, cwd: sandbox.work, encoding: 'utf8' })
    expect(stderr).toBe('')
    return stdout.split('\n').filter((text) => text !== '')
  }

  test('commands, flags, values and titles, with descriptions', () => {
    const [old, fresh] = sessions('the old one', 'the new one')
    expect(inFish('clinvk sess')).toEqual([expect.stringMatching(/^sessions\t/)])
    expect(inFish('clinvk -b co')).toEqual(['codex\t@clinvk/plugin-codex'])
    expect(inFish('clinvk --backend=co')).toEqual([expect.stringMatching(/^--backend=codex\t/)])
    expect(inFish('clinvk sessions show ').map((line) => line.split('\t'))).toEqual([[fresh, 'the new one, codex, 1m ago'], [old, 'the old one, codex, 2m ago']])
  })

  test('folders come from the shell', () => {
    sandbox.write('work/folder/x', '')
    sandbox.write('work/file', '')
    expect(inFish('clinvk -w f').map((line) => line.split('\t')[0])).toEqual(['folder/'])
  })
})

/** A shell at a terminal: what its screen shows after a key. */
async function atTerminal(shell: string, args: readonly string[], setUp: string, typed: string, shown: RegExp): Promise<void> {
  const pty = spawn(shell, [...args], { cols: 100, rows: 24, cwd: sandbox.work, env: { ...sandbox.env, PS1: '> ', ZDOTDIR: sandbox.home } })
  let screen = ''
  let ended = false
  pty.onData((data) => (screen += data))
  pty.onExit(() => (ended = true))
  try {
    pty.write(`${setUp}; echo re''ady\r`)
    await until(() => screen.includes('ready\r'), `${shell}: ${JSON.stringify(screen)}`)
    screen = ''
    pty.write(typed)
    await until(() => shown.test(screen), `${shown} in ${shell}`).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(screen)}`)
    })
  } finally {
    if (!ended) pty.kill('SIGKILL')
    await until(() => ended, `the end of ${shell}`)
  }
}

describe('a Tab at a terminal', () => {
  test.skipIf(!there('bash'))('bash completes a command and a value', async () => {
    await atTerminal('bash', ['--norc', '--noprofile'], 'source <(clinvk completion bash)', 'clinvk sessions exp\t', /clinvk sessions export /)
    await atTerminal('bash', ['--norc', '--noprofile'], 'source <(clinvk completion bash)', 'clinvk --backend=cod\t', /clinvk --backend=codex /)
  })

  test.skipIf(!there('zsh'))('zsh completes a command and a value, and shows titles', async () => {
    const setUp = 'autoload -Uz compinit; compinit -u -D; source <(clinvk completion zsh)'
    await atTerminal('zsh', ['-f', '-i'], setUp, 'clinvk sessions exp\t', /export/)
    await atTerminal('zsh', ['-f', '-i'], setUp, 'clinvk --backend=cod\t', /backend=codex/)
    sessions('the old one', 'the new one')
    await atTerminal('zsh', ['-f', '-i'], setUp, 'clinvk sessions show \t', /-- the new one, codex[\s\S]*-- the old one, codex/)
  })

  test.skipIf(!there('fish'))('fish completes a command', async () => {
    await atTerminal('fish', ['--no-config'], 'clinvk completion fish | source', 'clinvk sessions exp\t', /export/)
  })
})
