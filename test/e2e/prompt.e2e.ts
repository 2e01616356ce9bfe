import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

/** A CLI of Codex's kind that says what it got on stdin. */
const echo = [
  'prompt=$(cat | tr "\\n" "~")',
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$prompt"',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
]

describe('clinvk "prompt"', () => {
  test.each(['claude', 'codex', 'gemini'] as const)('answers from a replayed %s in all three formats', async (name) => {
    replayCli(bin, name, 'answer')
    const text = await sandbox.run(['-b', name, 'hi', '-o', 'text'])
    const json = await sandbox.run(['-b', name, 'hi', '--json'])
    const stream = await sandbox.run(['-b', name, 'hi', '-o', 'stream-json'])
    expect([text.code, json.code, stream.code], text.stderr).toEqual([0, 0, 0])
    expect(json.json()['content'].length).toBeGreaterThan(0)
    expect(text.stdout.trimEnd()).toBe(json.json()['content'].trimEnd())
    expect(stream.events().at(-1)?.['type']).toBe('done')
  })

  test('prints JSON in a pipe unless told otherwise, by flag, file or environment', async () => {
    writeExecutable(bin, 'codex', echo)
    expect((await sandbox.run(['-b', 'codex', 'hi'])).json()['content']).toBe('hi')
    expect((await sandbox.run(['hi'], { env: { CLINVK_BACKEND: 'codex', CLINVK_OUTPUT_FORMAT: 'text' } })).stdout).toBe('hi\n')
    sandbox.write('home/.clinvk/config.yaml', 'default_backend: codex\noutput:\n  format: text\n  show_tokens: true\n')
    expect((await sandbox.run(['hi'])).stdout).toBe('hi\n\nTokens: 5 (input: 3, output: 2)\n')
  })

  test('takes piped text as the prompt, or puts it behind the prompt in a fence', async () => {
    writeExecutable(bin, 'codex', echo)
    expect((await sandbox.run(['-b', 'codex', '-o', 'text'], { stdin: 'from a pipe\n' })).stdout).toBe('from a pipe\n')
    expect((await sandbox.run(['-b', 'codex', '-o', 'text', 'review'], { stdin: 'a\nb\n' })).stdout).toBe('review~~```~a~b~```\n')
  })

  test('says that it waits when nothing comes from an open pipe, and ends on a signal', async () => {
    writeExecutable(bin, 'codex', echo)
    const waiting = spawn(process.execPath, [new URL('../../core/bin/run.js', import.meta.url).pathname, '-b', 'codex', 'hi', '--json'], { cwd: sandbox.work, env: sandbox.env, stdio: 'pipe' })
    const end = finished(waiting)
    let said = ''
    waiting.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    await until(() => said.includes('waiting for standard input'), 'the notice')
    waiting.kill('SIGINT')
    expect((await end).code).toBe(7)
  })

  test('shows in a dry run a line that runs as it stands, and starts nothing', async () => {
    writeExecutable(bin, 'codex', echo)
    const run = await sandbox.run(['-b', 'codex', "it's a test", '--dry-run', '-o', 'text'])
    expect(run.stdout).toMatch(/^Would execute: .*codex' ?.*|^Would execute: .*codex .* < PROMPT\n$/)
    sandbox.write('work/PROMPT', 'pasted')
    const pasted = spawnSync('/bin/sh', ['-c', run.stdout.replace('Would execute: ', '')], { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8' })
    expect(pasted.stdout).toContain('"text":"pasted"')
    const json = await sandbox.run(['-b', 'codex', 'x', '--dry-run', '--json'])
    expect(json.json()).toMatchObject({ backend: 'codex', dry_run: true, command: expect.stringContaining('< PROMPT') })
  })

  test('hands the CLI absolute paths where TMPDIR is a relative one', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null; prompt=$TMPDIR', ...echo.slice(1)])
    sandbox.write('work/scratch/README', '')
    sandbox.write('work/elsewhere/README', '')
    const run = await sandbox.run(['-b', 'codex', 'hi', '-o', 'text', '-w', `${sandbox.work}/elsewhere`], { env: { TMPDIR: 'scratch' } })
    expect(run.stdout, run.stderr).toMatch(/^\//)
    expect(run.stdout).toContain(`${sandbox.work}/scratch/clinvk-`)
  })

  test('ends soon, with the answer or with the CLI\'s own failure, when a CLI has told that and then hangs', async () => {
    const failing = `${sandbox.root}/failing`
    writeExecutable(failing, 'codex', ['cat >/dev/null', echo[1] ?? '', 'printf \'{"type":"turn.failed","error":{"message":"unexpected status 500"}}\\n\'', 'exec sleep 300'])
    const names = ['claude', 'codex', 'gemini'] as const
    for (const name of names) {
      replayCli(bin, name, 'answer')
      const script = readFileSync(`${bin}/${name}`, 'utf8')
      writeExecutable(bin, name, [script.split('\n').slice(1).join('\n').replace(/exit \d+\s*$/, 'exec sleep 300')])
    }
    // All at once: each is given its time.
    const failed = sandbox.run(['-b', 'codex', 'hi', '--json'], { env: { PATH: `${failing}:${sandbox.env['PATH']}` } })
    await Promise.all(names.map(async (name) => {
      const started = performance.now()
      const run = await sandbox.run(['-b', name, 'hi', '--json'])
      expect(run.code, run.stdout).toBe(0)
      expect(run.json()['content'].length).toBeGreaterThan(0)
      expect(performance.now() - started, name).toBeLessThan(12_000)
    }))
    expect((await failed).json()['error']).toMatchObject({ code: 'backend_error', details: { status: 500 } })
    expect(sandbox.processes()).toEqual([])
  })

  test('needs no CLI for a dry run', async () => {
    const run = await sandbox.run(['-b', 'gemini', 'x', '--dry-run', '-o', 'text', '--system-prompt', 'SECRET-WORDS'])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/gemini .* < PROMPT/)
    expect(run.stdout).not.toContain('SECRET-WORDS')
  })

  test('shows with --verbose what is run and what the CLI says on stderr, without the prompt', async () => {
    writeExecutable(bin, 'codex', [...echo, 'echo "a note of the CLI" >&2'])
    const run = await sandbox.run(['-b', 'codex', 'PROMPT-MARKER', '--verbose', '--json'])
    expect(run.stderr).toMatch(/debug: run [0-9a-f-]{36} in .*codex/)
    expect(run.stderr).toContain('debug: stderr: a note of the CLI')
    expect(run.stderr).toMatch(/ended after \d+ ms: exit 0/)
    expect(run.stderr).not.toContain('PROMPT-MARKER')
    expect(run.json()['content']).toBe('PROMPT-MARKER')
  })

  test('ignores a configuration in the project, and says so', async () => {
    writeExecutable(bin, 'codex', echo)
    sandbox.write('work/.clinvkrc', '{"default_backend":"gemini"}')
    const run = await sandbox.run(['-b', 'codex', 'hi', '-o', 'text'])
    expect(run.stdout).toBe('hi\n')
    expect(run.stderr).toContain(`warning: ignored ${sandbox.work}/.clinvkrc`)
  })

  test('passes on the exit code of a CLI that failed', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', 'echo "something broke" >&2', 'exit 42'])
    const run = await sandbox.run(['-b', 'codex', 'hi', '--json'])
    expect(run.code).toBe(42)
    expect(run.json()).toMatchObject({ exit_code: 42, error: { details: { exit_code: 42 } } })
  })

  test('counts a CLI that says nothing and exits 0 as failed', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null'])
    const run = await sandbox.run(['-b', 'codex', 'hi', '--json'])
    expect(run.json()['error'].code).toBe('backend_output_invalid')
    expect(run.code).toBe(1)
  })

  test('does not take for an answer what a CLI calls a success while it is being stopped', async () => {
    const ending = `printf '{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"half"}}\\n{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\\n'; exit 0`
    writeExecutable(bin, 'codex', ['cat >/dev/null', `ending() { ${ending}; }`, 'trap ending INT TERM', 'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n\'', 'while :; do sleep 0.1; done'])
    const run = await sandbox.run(['-b', 'codex', 'hi', '--json', '--timeout', '1'])
    expect(run.json()).toMatchObject({ content: 'half', error: { code: 'timeout' } })
    expect(run.code).toBe(6)
  })

  test('ends on a hostile CLI: one that ignores signals and floods stderr', async () => {
    writeExecutable(bin, 'codex', ['trap "" INT TERM HUP', 'while :; do echo noise >&2; echo noise; done'])
    const started = performance.now()
    const run = await sandbox.run(['-b', 'codex', 'hi', '--json', '--timeout', '1'])
    expect(run.json()['error'].code).toBe('timeout')
    expect(run.code).toBe(6)
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(sandbox.processes()).toEqual([])
  })
})

describe('the start', () => {
  let runs = 0
  const loadedBy = async (...args: string[]) => {
    const folder = `coverage-${(runs += 1)}`
    const run = await sandbox.run(args, { env: { NODE_V8_COVERAGE: `${sandbox.root}/${folder}` } })
    const urls = sandbox.files(folder).flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] }).result.map(({ url }) => url))
    return { run, loaded: urls.filter((url) => url.startsWith('file:')) }
  }

  test('loads nothing that a prompt does not need', async () => {
    writeExecutable(bin, 'codex', echo)
    const { run, loaded } = await loadedBy('-b', 'codex', 'hi', '-o', 'text', '--ephemeral')
    expect(run.stdout).toBe('hi\n')
    expect(loaded.filter((url) => /@oclif|\/yaml\/|\/ajv\/|\/ora\/|inquirer|proper-lockfile|string-width|plugins\/(claude|gemini)/.test(url))).toEqual([])
    expect(loaded.length).toBeLessThanOrEqual(20)
  })

  test('loads what changes to another backend, and circuit breakers, only where there is a list, or a failure on record', async () => {
    writeExecutable(bin, 'codex', echo)
    const parts = async (...args: string[]) => {
      const { loaded } = await loadedBy('-b', 'codex', 'hi', '-o', 'text', '--ephemeral', ...args)
      const sources = loaded.filter((url) => url.includes('/core/dist/')).map((url) => readFileSync(new URL(url), 'utf8'))
      return { count: loaded.length, fallback: sources.some((source) => source.includes('fallback_extra_flags')), breaker: sources.some((source) => source.includes('another run is trying it now')) }
    }
    const plain = await parts()
    expect(plain).toMatchObject({ fallback: false, breaker: false })
    expect(await parts('--fallback', 'gemini')).toMatchObject({ fallback: true, breaker: false })
    sandbox.write('home/.clinvk/breakers/codex.json', '{"state":"closed","failures":1}')
    expect(await parts()).toMatchObject({ fallback: false, breaker: true })
    // That run has succeeded.
    expect(await parts()).toEqual(plain)
  })

  test('loads the session store only beside that, for a run that is kept', async () => {
    writeExecutable(bin, 'codex', echo)
    const { loaded } = await loadedBy('-b', 'codex', 'hi', '-o', 'text')
    const libraries = loaded.filter((url) => url.includes('node_modules') && !/node_modules\/(rc|ini|deep-extend)\//.test(url))
    expect(libraries.every((url) => /proper-lockfile|graceful-fs|retry|signal-exit/.test(url)), libraries.join('\n')).toBe(true)
    expect(loaded.length).toBeLessThanOrEqual(32)
  })

  test('of a command loads no other command', async () => {
    const { run, loaded } = await loadedBy('sessions', 'list', '--json')
    expect(run.json()).toMatchObject({ total: 0 })
    expect(loaded.flatMap((url) => /cli\/commands\/(.+)/.exec(url)?.[1] ?? [])).toEqual(['sessions/list.js'])
  })

  test('--version tells the version without loading anything', async () => {
    const { run, loaded } = await loadedBy('--version')
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(loaded.length).toBe(1)
  })
})
