import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOnTerminal } from '../on-terminal.ts'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

/**
 * A CLI of Codex's kind that answers with its prompt in brackets, and notes it. "die" ends in the middle of an answer, "hang" never
 * ends and has a child, "big" says 20 MB, "flaky" fails the first time.
 */
const codex = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
const folder = process.argv[2]
let prompt = ''
for await (const chunk of process.stdin) prompt += chunk
appendFileSync(folder + '/asked', JSON.stringify([process.cwd(), prompt]) + '\\n')
const say = (event) => process.stdout.write(JSON.stringify(event) + '\\n')
const answer = (text) => say({ type: 'item.completed', item: { id: 'item_0', type: 'agent_message', text } })
const resumed = process.argv[process.argv.indexOf('resume') + 1]
say({ type: 'thread.started', thread_id: process.argv.includes('resume') ? resumed : '01a1f9ec-3d1c-7ef1-a77c-' + String(process.pid).padStart(12, '0') })
say({ type: 'turn.started' })
if (prompt.startsWith('die')) {
  answer('half an answer')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50)
} else if (prompt.startsWith('hang')) {
  answer('so far')
  spawn('/bin/sleep', ['600'], { stdio: 'inherit' })
  writeFileSync(folder + '/hanging', '')
} else if (prompt.startsWith('flaky') && !existsSync(folder + '/flaked')) {
  writeFileSync(folder + '/flaked', '')
  say({ type: 'turn.failed', error: { message: 'stream disconnected before completion' } })
  process.exitCode = 1
} else {
  answer(prompt.startsWith('big') ? '{{previous}}'.repeat(1_700_000) : '[' + prompt + ']')
  say({ type: 'turn.completed', usage: { input_tokens: 3, cached_input_tokens: 1, output_tokens: 2 } })
}
`

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  sandbox.env['CLINVK_BACKEND'] = 'codex'
  const script = sandbox.write('codex.mjs', codex)
  writeExecutable(bin, 'codex', [`exec '${process.execPath}' '${script}' '${sandbox.root}' "$@"`])
})
afterEach(() => sandbox.remove())

const chain = (definition: unknown) => sandbox.write('work/chain.json', JSON.stringify(definition))
const prompts = (...texts: (string | object)[]) => ({ steps: texts.map((one) => (typeof one === 'string' ? { prompt: one } : one)) })
/** What the stand-in was asked, in order. */
const asked = () => (existsSync(`${sandbox.root}/asked`) ? readFileSync(`${sandbox.root}/asked`, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as [string, string])[1]) : [])

describe('clinvk chain', () => {
  test('hands each answer on, across three CLIs', async () => {
    replayCli(bin, 'claude', 'answer')
    replayCli(bin, 'gemini', 'answer')
    sandbox.write('work/chain.yaml', 'steps:\n  - {name: design, backend: claude, prompt: "design"}\n  - name: implement\n    prompt: |\n      do this: {{previous}}\n  - {name: review, backend: gemini, prompt: "{{steps.implement.output}}"}\n')
    const run = await sandbox.run(['chain', '-f', 'chain.yaml'])
    expect(run.json(), run.stderr).toMatchObject({ total_steps: 3, completed_steps: 3, exit_code: 0, results: [{ backend: 'claude', output: 'Hello.' }, { backend: 'codex', output: '[do this: Hello.\n]', status: 'completed' }, { backend: 'gemini', output: 'Hello there.' }] })
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(existsSync(`${sandbox.home}/.clinvk/sessions`)).toBe(false)
  })

  test('is text for people', async () => {
    chain(prompts({ prompt: 'a', name: 'first' }, { prompt: 'b', when: { step: 1, is: 'failed' } }, 'c {{previous}}'))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '-o', 'text'])
    const lines = run.stdout.split('\n')
    expect(lines.slice(0, 6)).toEqual(['Executing chain with 3 steps', '='.repeat(80), '', '[1/3] first (codex)', '-'.repeat(80), '[a]'])
    expect(run.stdout).toContain(`\n[2/3] Step 2 (codex)\n${'-'.repeat(80)}\n(skipped)\n\n[3/3] Step 3 (codex)\n${'-'.repeat(80)}\n[c [a]]\n`)
    expect(run.stdout).toMatch(/CHAIN EXECUTION SUMMARY\n=+\nSTEP +BACKEND +STATUS +DURATION +NAME\n-+\n1 +codex +OK +\d\.\d\ds +first\n2 +codex +SKIPPED +- +Step 2\n3 +codex +OK +\d\.\d\ds +Step 3\n-+\nTotal: 2\/3 steps completed \(\d+\.\d\ds\)\n$/)
    expect(Math.max(...lines.map((line) => line.length))).toBe(80)
    expect(run.code).toBe(0)
  })

  test('is a stream of events, which end in the result', async () => {
    chain(prompts('a', { parallel: { tasks: [{ prompt: 'x {{previous}}' }] } }))
    const events = (await sandbox.run(['chain', '-f', 'chain.json', '-o', 'stream-json'])).events()
    expect(events[0]).toMatchObject({ type: 'started', total_steps: 2 })
    expect(events.find(({ type, step }) => type === 'message' && step === 1)).toMatchObject({ backend: 'codex', content: { text: '[a]' } })
    expect(events.find(({ type, step }) => type === 'message' && step === 2)).toMatchObject({ index: 0, content: { text: '[x [a]]' } })
    expect(events.at(-1)).toMatchObject({ type: 'result', completed_steps: 2, exit_code: 0 })
    expect(JSON.stringify(events.at(-1))).not.toContain('[a]')
  })

  test('compares in a step, and falls back in another', async () => {
    replayCli(bin, 'claude', 'answer')
    replayCli(bin, 'gemini', 'not-signed-in')
    chain(prompts({ prompt: 'a', backend: 'gemini', fallback: ['codex'] }, { compare: { prompt: 'x {{previous}}', backends: ['claude', 'codex'] } }, 'both: {{previous}}'))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '--json'])
    expect(run.json(), run.stderr).toMatchObject({
      completed_steps: 3,
      results: [
        { backend: 'codex', output: '[a]', fallback: [{ backend: 'gemini' }] },
        { backend: 'compare', compare: { backends: ['claude', 'codex'], results: [{ output: 'Hello.' }, { output: '[x [a]]' }] } },
        { output: '[both: ## 1. claude\n\nHello.\n\n## 2. codex\n\n[x [a]]]' },
      ],
    })
  })

  test('reads the steps from standard input too', async () => {
    const run = await sandbox.run(['chain', '--json'], { stdin: '- prompt: a\n- prompt: "b {{previous}}"\n' })
    expect(run.json()).toMatchObject({ completed_steps: 2, results: [{ output: '[a]' }, { output: '[b [a]]' }] })
  })

  test('gets its input from a flag, else from a pipe beside the file, else from the file', async () => {
    chain({ input: 'of the file', ...prompts('{{input}}') })
    const output = async (args: string[], stdin?: string) => (await sandbox.run(['chain', '-f', 'chain.json', ...args], stdin === undefined ? {} : { stdin })).json()['results'][0].output
    expect(await output([])).toBe('[of the file]')
    expect(await output([], ' \n')).toBe('[of the file]')
    expect(await output([], 'of {{previous}} a pipe\n')).toBe('[of {{previous}} a pipe]')
    expect(await output(['--input-text', 'of a flag'], 'of a pipe')).toBe('[of a flag]')
  })

  test('takes flags before its file: backend, directory, options', async () => {
    sandbox.write('work/elsewhere/x', '')
    chain(prompts({ prompt: 'a', backend: 'claude', workdir: '/no/such' }))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '-b', 'codex', '-w', 'elsewhere', '--json'])
    expect(run.json()['results'][0], run.stderr).toMatchObject({ backend: 'codex', output: '[a]' })
    expect(readFileSync(`${sandbox.root}/asked`, 'utf8')).toContain('/work/elsewhere"')
  })

  test('knows the old name of --file, and says so', async () => {
    chain(prompts('a'))
    const run = await sandbox.run(['chain', '--input', 'chain.json', '--json'])
    expect([run.json()['completed_steps'], run.stderr]).toEqual([1, 'warning: --input is an old name of --file\n'])
    expect((await sandbox.run(['chain', '--input', 'chain.json', '-f', 'chain.json', '--json'])).json()['error'].message).toBe('--file and --input mean the same')
  })

  test('keeps its steps where that is asked for: another run can go on with them', async () => {
    chain({ persist_sessions: true, ...prompts('a', { prompt: 'b {{session}}', session: 'continue' }) })
    const { results } = (await sandbox.run(['chain', '-f', 'chain.json', '--json'])).json()
    expect(results[1].session_id).toBe(results[0].session_id)
    expect(asked()[1]).toBe(`b ${results[0].session_id}`)
    const shown = (await sandbox.run(['sessions', 'show', results[0].session_id, '--json'])).json()
    expect(shown).toMatchObject({ turn_count: 2, status: 'completed', turns: [{ prompt: 'a' }, { answer: `[b ${results[0].session_id}]` }] })
    expect((await sandbox.run(['resume', results[0].session_id, 'c', '--json'])).json()).toMatchObject({ content: '[c]', session_id: results[0].session_id })
  })

  test('tells in a dry run what each step would run, and runs nothing', async () => {
    chain(prompts({ prompt: 'a', name: 'first' }, { prompt: 'b {{previous}}', when: { step: 'first', is: 'completed' }, retry: { count: 2, delay_secs: 3 } }))
    const json = await sandbox.run(['chain', '-f', 'chain.json', '--dry-run', '--json'])
    expect(json.json()).toMatchObject({ dry_run: true, exit_code: 0, results: [{ name: 'first', command: expect.stringContaining('codex exec'), working_dir: sandbox.work }, { when: { step: 'first', is: 'completed' }, retry: { count: 2, delay_secs: 3 } }] })
    const text = await sandbox.run(['chain', '-f', 'chain.json', '--dry-run', '-o', 'text'])
    expect(text.stdout).toMatch(/\[1\/2\] first \(codex\)\n-+\nWould execute: .*codex exec .*< PROMPT\n/)
    expect(text.stdout).toContain('only when step first is completed\n  tried again up to 2 times, 3 s apart\n')
    expect(asked()).toEqual([])
  })

  test('tells on a terminal which step is at work', async () => {
    chain(prompts('a', 'hang'))
    const { seen, keys, ended } = startOnTerminal(sandbox, ['chain', '-f', 'chain.json'])
    await until(() => /\[2\/2\] Step 2 \(codex\) · \d+s/.test(seen.screen), 'the line of step 2')
    keys('\u0003')
    await ended()
    expect(seen.code).toBe(7)
    expect(seen.screen).toContain('[a]')
    expect(seen.screen).toContain('Total: 1/2 steps completed')
  })
})

describe('a chain that goes wrong', () => {
  test('stops at the step that failed, unless it is told to go on', async () => {
    chain(prompts('a', 'die', 'c {{previous}}'))
    const stopped = await sandbox.run(['chain', '-f', 'chain.json', '--json'])
    expect(stopped.json()).toMatchObject({ completed_steps: 1, failed_step: 2, exit_code: 1, results: [{ output: '[a]' }, { status: 'failed', output: 'half an answer', error: { code: 'backend_error', details: { signal: 'SIGKILL' } } }] })
    expect(stopped.json()['results']).toHaveLength(2)
    expect([stopped.code, sandbox.processes()]).toEqual([1, []])
    const on = await sandbox.run(['chain', '-f', 'chain.json', '--json', '--no-stop-on-failure'])
    expect(on.json()).toMatchObject({ completed_steps: 2, failed_step: 2, exit_code: 1, results: [{}, {}, { output: '[c half an answer]' }] })
    const text = await sandbox.run(['chain', '-f', 'chain.json', '-o', 'text'])
    expect(text.stdout).toContain('half an answer\nError: ')
    expect(text.stderr).toMatch(/^Error: chain failed at step 2: .*\n/)
  })

  test('tries a step again', async () => {
    chain(prompts({ prompt: 'flaky', retry: { count: 1 } }, 'b'))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '-o', 'text'])
    expect(run.stderr).toMatch(/^warning: step 1 failed: .*; it is tried again\n$/)
    expect(asked()).toEqual(['flaky', 'flaky', 'b'])
    expect(run.code).toBe(0)
  })

  test('20 MB that are too much for the next CLI fail that step, and lose nothing', async () => {
    chain(prompts('big', 'sum up: {{previous}}', 'c'))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '--json'])
    const { results, failed_step: failed } = run.json()
    expect([failed, run.code, results[0].output.length]).toEqual([2, 1, 20_400_000])
    expect(results[1].error).toMatchObject({ code: 'payload_too_large', message: 'the prompt has 20400008 characters; Codex CLI takes at most 1048576' })
    expect(asked()).toEqual(['big'])
  })

  test.each(['--json', '-o=text'])('Ctrl-C in step 2 of 3 leaves no process, and step 1 is told (%s)', async (format) => {
    chain(prompts('a', 'hang', { prompt: 'c', when: { step: 2, is: 'failed' } }))
    const child = sandbox.start(['chain', '-f', 'chain.json', format])
    const end = finished(child)
    await until(() => existsSync(`${sandbox.root}/hanging`), 'step 2')
    child.kill('SIGINT')
    const run = await end
    expect(run.code).toBe(7)
    expect(sandbox.processes()).toEqual([])
    expect(asked()).toEqual(['a', 'hang'])
    if (format === '--json') expect(run.json()).toMatchObject({ cancelled: true, completed_steps: 1, exit_code: 7, results: [{ output: '[a]' }, { status: 'cancelled', output: 'so far' }] })
    else expect(run.stdout).toMatch(/\[1\/3\] Step 1 \(codex\)\n-+\n\[a\]\n[^]*2 +codex +CANCELED/)
  })

  test('a step may take so long', async () => {
    chain(prompts('a', { prompt: 'hang', timeout: 2 }))
    const run = await sandbox.run(['chain', '-f', 'chain.json', '--json'])
    expect(run.json()).toMatchObject({ failed_step: 2, results: [{ output: '[a]' }, { status: 'failed', exit_code: 6, output: 'so far', error: { code: 'timeout' } }] })
    expect([run.code, sandbox.processes()]).toEqual([1, []])
  })
})

describe('a chain that is refused before its first step', () => {
  test.each([
    ['no steps', '{"steps": []}', 'chain.json:1:11: no steps defined in chain', 1],
    ['two steps of one name', '{"steps": [{"prompt": "a", "name": "x"},\n{"prompt": "b", "name": "x"}]}', 'chain.json:2:25: step 2 has the name of step 1: "x"', 1],
    ['a trailing comma', '{"steps": [{"prompt": "a"},]}', 'failed to parse chain definition: chain.json:1:27: a comma behind the last entry', 1],
    ['a reference to a later step', '{"steps": [{"prompt": "a"}, {"prompt": "go {{steps.3.output}}"}, {"prompt": "c"}]}', 'chain.json:1:44: step 3 runs after step 2', 1],
    ['an unknown reference', '{"steps": [{"prompt": "a"},\n {"prompt": "{{nonsense}}"}]}', 'chain.json:2:14: unknown reference {{nonsense}}', 1],
    ['an unknown backend', '{"steps": [{"prompt": "a"},\n {"prompt": "b", "backend": "nope"}]}', 'chain.json:2:29: unknown backend "nope"', 2],
    ['a CLI that is not there', '{"steps": [{"prompt": "a"},\n {"prompt": "b", "backend": "gemini"}]}', 'chain.json:2:29: backend "gemini" is not available', 2],
    ['a flag that is not allowed', '{"steps": [{"prompt": "a"},\n {"prompt": "b", "extra": ["--dangerously-bypass-approvals-and-sandbox"]}]}', 'chain.json:2:2: flag not allowed for codex', 1],
    ['a directory that is not there', '{"steps": [{"prompt": "a"},\n {"prompt": "b", "workdir": "gone"}]}', 'chain.json:2:2: working directory', 1],
    ['a session that nobody keeps', '{"steps": [{"prompt": "a"},\n {"prompt": "{{session}}"}]}', 'chain.json:2:14: chain step 2 uses {{session}} but sessions are not persisted', 1],
    ['a file that is no chain', 'just words', 'chain.json:1:1: the definition must be a mapping, not a text', 1],
  ])('%s', async (_what, text, message, exit) => {
    sandbox.write('work/chain.json', text)
    const run = await sandbox.run(['chain', '-f', 'chain.json', '--json'])
    const { error, exit_code: code } = run.json()
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/\S/)
    expect([run.code, code]).toEqual([exit, exit])
    expect(asked()).toEqual([])
  })

  test('no file, and nothing on standard input', async () => {
    expect((await sandbox.run(['chain', '--json'])).json()['error'].message).toBe('no input provided (use --file or pipe JSON to stdin)')
    expect((await sandbox.run(['chain', '-f', 'gone.yaml', '--json'])).json()['error'].message).toMatch(/^failed to read file: gone.yaml/)
  })
})
