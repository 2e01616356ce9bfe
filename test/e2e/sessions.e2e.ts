import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  sandbox.env['CLINVK_BACKEND'] = 'codex'
  codex()
})
afterEach(() => sandbox.remove())

/** A CLI of Codex's kind: a new thread for each run that resumes none, and the words it was called with in a file. */
function codex(...more: string[]): void {
  writeExecutable(bin, 'codex', [
    'echo "$@" >> "$HOME/calls"',
    'prompt=$(cat | tr "\\n" "~")',
    'case "$*" in *resume*) id=$(echo "$*" | sed "s/.*resume \\([0-9a-f-]*\\).*/\\1/");; *) id=01a1f9ec-3d1c-7ef1-a77c-$(printf %012d $$);; esac',
    'printf \'{"type":"thread.started","thread_id":"%s"}\\n\' "$id"',
    ...more,
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"answer to %s"}}\\n\' "$prompt"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
}

const clinvk = async (...args: string[]) => (await sandbox.run([...args, '--json'])).json()
const text = async (...args: string[]) => (await sandbox.run([...args, '-o', 'text'])).stdout
const store = () => join(sandbox.home, '.clinvk', 'sessions')

describe('sessions', () => {
  test('a run is kept with all that was said; an ephemeral one is not', async () => {
    const first = await clinvk('first question')
    expect(first['session_id']).toMatch(/^[0-9a-f]{32}$/)
    const shown = await clinvk('sessions', 'show', first['session_id'].slice(0, 6))
    expect(shown).toMatchObject({ backend: 'codex', status: 'completed', turn_count: 1, initial_prompt: 'first question', working_dir: sandbox.work, backend_session_id: first['backend_session_id'] })
    expect(shown['turns']).toMatchObject([{ turn: 1, prompt: 'first question', answer: 'answer to first question', outcome: 'completed', via: 'cli' }])
    expect(await clinvk('not kept', '--ephemeral')).not.toHaveProperty('session_id')
    expect((await clinvk('sessions', 'list'))['total']).toBe(1)
  })

  test('-c goes on with the newest, of the backend that is named', async () => {
    const first = await clinvk('one')
    const second = await clinvk('-c', 'two')
    expect(second['session_id']).toBe(first['session_id'])
    expect(second['backend_session_id']).toBe(first['backend_session_id'])
    const nobody = await sandbox.run(['-c', '-b', 'gemini', 'three', '--json'])
    expect(nobody.json()['error']).toMatchObject({ code: 'session_not_found' })
    expect(nobody.code).toBe(4)
  })

  test('with auto_resume a plain prompt goes on, but only in the same directory', async () => {
    const first = await clinvk('one')
    sandbox.write('home/.clinvk/config.yaml', 'session:\n  auto_resume: true\n')
    expect((await clinvk('two'))['session_id']).toBe(first['session_id'])
    const byRelativePath = await sandbox.run(['again', '-w', '../work', '--json'], { cwd: sandbox.tmp })
    expect(byRelativePath.json()['session_id']).toBe(first['session_id'])
    expect((await clinvk('sessions', 'list', '-w', '.'))['total']).toBe(1)
    const elsewhere = await sandbox.run(['three', '--json'], { cwd: sandbox.tmp })
    expect(elsewhere.json()['session_id']).not.toBe(first['session_id'])
  })

  test('an ambiguous beginning lists the candidates, a malformed id touches nothing', async () => {
    const time = new Date().toISOString()
    for (const id of ['aa11', 'aa22']) sandbox.write(`home/.clinvk/sessions/${id.padEnd(32, '0')}.json`, JSON.stringify({ id: id.padEnd(32, '0'), backend: 'codex', created_at: time, last_used: time, working_dir: '', backend_session_id: 'x', title: `title of ${id}` }))
    const run = await sandbox.run(['resume', 'aa', 'hi', '-o', 'text'])
    expect(run.code).toBe(4)
    expect(run.stderr).toContain('2 sessions begin with "aa"')
    expect(run.stderr).toMatch(/aa110{28} {2}codex {2}just now {2}title of aa11/)
    for (const id of ['../../etc/passwd', 'AA', 'zz', '*']) expect((await clinvk('sessions', 'show', id))['error'].code).toBe('session_not_found')
  })

  test('two runs in one session: the second is refused while the first is at work', async () => {
    const first = await clinvk('one')
    codex('while [ ! -f "$HOME/go" ]; do sleep 0.05; done')
    const busy = sandbox.start(['resume', first['session_id'], 'slow', '--json'])
    const end = finished(busy)
    await until(() => readdirSync(join(store(), '.locks')).some((name) => name.endsWith('.run')), 'the run')
    const refused = await sandbox.run(['resume', first['session_id'], 'too soon', '--json'])
    expect(refused.json()['error']).toMatchObject({ code: 'session_busy' })
    expect(refused.code).toBe(4)
    expect((await clinvk('sessions', 'delete', first['session_id']))['error'].code).toBe('session_busy')
    sandbox.write('home/go', '')
    expect((await end).json()).toMatchObject({ content: 'answer to slow', exit_code: 0 })
  })

  test('a run that is killed can be gone on with', async () => {
    codex('while [ ! -f "$HOME/go" ]; do sleep 0.05; done')
    const child = sandbox.start(['cut short', '--json'])
    await until(() => sandbox.files('home/.clinvk/sessions').some((file) => /[0-9a-f]{32}\.json$/.test(file)), 'the session')
    await until(() => JSON.stringify(sandbox.files('home').map((file) => file)).includes('calls'), 'the CLI')
    let session: Record<string, any> = {}
    for (let tries = 0; tries < 100 && session['backend_session_id'] === undefined; tries++) [session = {}] = (await clinvk('sessions', 'list'))['sessions'] as Record<string, any>[]
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    sandbox.write('home/go', '')
    expect(await clinvk('-c', 'go on')).toMatchObject({ session_id: session['id'], backend_session_id: session['backend_session_id'], exit_code: 0 })
  })

  test('a failed turn leaves the session usable, and its error is gone after the next', async () => {
    const first = await clinvk('one')
    codex('exit 9')
    expect((await clinvk('-c', 'fails'))['exit_code']).toBe(9)
    expect(await clinvk('sessions', 'show', first['session_id'])).toMatchObject({ status: 'error', turn_count: 2, error_message: expect.any(String) })
    codex()
    await clinvk('-c', 'works')
    const shown = await clinvk('sessions', 'show', first['session_id'])
    expect(shown).toMatchObject({ status: 'completed', turn_count: 3 })
    expect(shown).not.toHaveProperty('error_message')
  })

  test('when the CLI was removed, resume says so', async () => {
    const first = await clinvk('one')
    rmSync(join(bin, 'codex'))
    expect((await clinvk('resume', first['session_id'], 'two'))['error'].code).toBe('backend_unavailable')
  })

  test('resume --new begins anew, with the backend and in the directory of the old one', async () => {
    const first = await clinvk('one')
    const run = await sandbox.run(['resume', first['session_id'].slice(0, 8), '--new', 'again', '--json'], { cwd: sandbox.tmp, env: { CLINVK_BACKEND: 'claude' } })
    expect(run.json()).toMatchObject({ backend: 'codex', exit_code: 0 })
    expect(await clinvk('sessions', 'show', run.json()['session_id'])).toMatchObject({ parent_id: first['session_id'], working_dir: sandbox.work })
  })

  test('title, tag, search, export, stats, clean and delete do what they say', async () => {
    const { session_id: id } = await clinvk('the question about parsers')
    expect(await text('sessions', 'title', id, 'Grüße 世界')).toBe(`Session ${id.slice(0, 8)}: Grüße 世界\n`)
    expect(await text('sessions', 'tag', id, 'a', 'b', 'a')).toBe(`Session ${id.slice(0, 8)}: a, b\n`)
    expect(await text('sessions', 'tag', id, '--remove', 'a')).toBe(`Session ${id.slice(0, 8)}: b\n`)
    expect((await clinvk('sessions', 'list', '--tag', 'b'))['total']).toBe(1)
    expect((await clinvk('sessions', 'search', 'PARSERS'))['hits']).toMatchObject([{ session: { id } }])
    expect((await clinvk('sessions', 'search', 'answer to'))['hits']).toMatchObject([{ where: 'answer', turn: 1 }])
    expect(await text('sessions', 'export', id)).toMatch(/^# Grüße 世界\n[\s\S]*> the question about parsers\n\nanswer to the question about parsers/)
    expect(await clinvk('sessions', 'export', id)).toMatchObject({ id, turns: [{ prompt: 'the question about parsers' }] })
    expect(await clinvk('sessions', 'stats')).toMatchObject({ total: { runs: 1, input_tokens: 3, output_tokens: 2 }, by_backend: { codex: { runs: 1 } } })
    expect(await text('sessions', 'stats')).toContain('█')
    for (const age of ['-3d', '12x', '']) expect((await clinvk('sessions', 'clean', `--older-than=${age}`))['error'].message).toBe(`invalid --older-than value: "${age}"`)
    expect(await text('sessions', 'clean', '--older-than', '12h')).toBe('Deleted 0 session(s) older than 12 hours.\n')
    expect(await text('sessions', 'delete', id.slice(0, 5))).toBe(`Session ${id} deleted.\n`)
    expect(await text('sessions', 'list')).toBe('No sessions found.\n')
  })

  test('the CLI\u2019s own screen needs a terminal and no prompt; a dry run shows what would be opened', async () => {
    expect((await clinvk('-i'))['error']).toMatchObject({ code: 'invalid_request' })
    expect((await clinvk('-i', 'a prompt'))['error'].message).toContain('cannot be typed')
    expect(await text('-i', '--dry-run', '-m', 'some-model')).toMatch(/^Would execute: .*codex .*some-model/)
    expect((await clinvk('sessions', 'list'))['total']).toBe(0)
  })

  test('-b, -m and -w choose conversations, before or after the words of the command', async () => {
    await clinvk('about parsers', '-m', 'one-model')
    await clinvk('about lexers', '-m', 'other-model')
    const total = async (...words: string[]) => (await clinvk(...words))['total']
    expect(await total('-m', 'one-model', 'sessions', 'list')).toBe(1)
    expect(await total('sessions', '-b', 'codex', 'list')).toBe(2)
    expect(await total('sessions', 'list', '-b', 'gemini')).toBe(0)
    expect((await clinvk('sessions', 'search', 'about', '-m', 'other-model'))['hits']).toMatchObject([{ session: { initial_prompt: 'about lexers' } }])
    expect((await clinvk('-m', 'one-model', 'sessions', 'stats'))['total']).toMatchObject({ runs: 1 })
    expect((await clinvk('sessions', 'stats', '-w', '/nowhere'))['sessions']).toBe(0)
    const exported = await clinvk('sessions', 'export', '-m', 'one-model')
    expect(exported['sessions']).toMatchObject([{ initial_prompt: 'about parsers', turns: [{ prompt: 'about parsers' }] }])
    expect((await clinvk('sessions', 'export', exported['sessions'][0].id, '-m', 'other-model'))['error'].code).toBe('session_not_found')
    expect((await clinvk('sessions', 'export'))['error'].code).toBe('invalid_request')
  })

  test('--dry-run says what would be done, and does nothing', async () => {
    const { session_id: id } = await clinvk('one')
    const before = readFileSync(join(store(), `${id}.json`), 'utf8')
    expect(await clinvk('sessions', 'delete', id, '--dry-run')).toEqual({ deleted: false, dry_run: true, id })
    expect(await clinvk('--dry-run', 'sessions', 'fork', id)).toEqual({ dry_run: true, parent_id: id, backend: 'codex' })
    expect(await clinvk('sessions', 'title', id, 'A title', '--dry-run')).toMatchObject({ dry_run: true, title: 'A title' })
    expect(await text('sessions', 'tag', id, 'urgent', '--dry-run')).toBe(`Would be: session ${id.slice(0, 8)}: urgent\n`)
    sandbox.write(`home/.clinvk/sessions/${'a'.repeat(32)}.json`, JSON.stringify({ id: 'a'.repeat(32), backend: 'gemini', created_at: '2020-01-01T00:00:00Z', last_used: '2020-01-01T00:00:00Z', working_dir: '' }))
    expect(await clinvk('sessions', 'clean', '--older-than', '1d', '--dry-run')).toMatchObject({ deleted: 0, would_delete: ['a'.repeat(32)] })
    expect(await clinvk('sessions', 'clean', '--older-than', '1d', '-b', 'codex')).toMatchObject({ deleted: 0 })
    expect((await clinvk('sessions', 'list'))['total']).toBe(2)
    expect(readFileSync(join(store(), `${id}.json`), 'utf8')).toBe(before)
    expect(await clinvk('sessions', 'clean', '--older-than', '1d', '-b', 'gemini')).toMatchObject({ deleted: 1 })
  })

  test('a flag that means nothing to a command is refused, and so is one that nobody knows: both name flag and command', async () => {
    const refused = await sandbox.run(['--ephemeral', 'sessions', 'list'])
    expect(refused.code).toBe(1)
    expect((await clinvk('--ephemeral', 'sessions', 'list'))['error']).toMatchObject({ code: 'invalid_request', message: '"clinvk sessions list" makes no use of --ephemeral' })
    expect((await clinvk('sessions', 'list', '--nope'))['error'].message).toBe('"clinvk sessions list" has no flag --nope')
    expect((await clinvk('sessions', 'show'))['error'].message).toBe('"clinvk sessions show" needs ID')
  })

  test('a corrupt file is kept aside and reported, the others go on', async () => {
    const { session_id: id } = await clinvk('one')
    writeFileSync(join(store(), `${'b'.repeat(32)}.json`), '{"id": broken')
    const run = await sandbox.run(['sessions', 'list', '-o', 'text'])
    expect(run.stdout).toContain(id.slice(0, 8))
    expect(run.stdout + run.stderr).toMatch(/warning: .*b{8}/)
    expect(readdirSync(store()).some((name) => name.includes('.corrupt-'))).toBe(true)
  })

  test('a store that cannot be written is no reason not to answer', async () => {
    sandbox.write('home/.clinvk/sessions', 'a file where the folder belongs')
    const run = await sandbox.run(['hi', '--json'])
    expect(run.json()).toMatchObject({ content: 'answer to hi', exit_code: 0 })
    expect(run.stderr).toMatch(/warning: this run is not saved/)
  })
})
