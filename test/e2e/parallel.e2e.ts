import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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

/** A CLI of Codex's kind: answers what it was asked, fails, hangs with a child of its own, or dies in the middle. */
const codex = [
  'prompt=$(cat | tr "\\n" "~")',
  'case "$prompt" in hang*) trap "" TERM INT; sleep 600 & touch "started-$$"; sleep 600;; esac',
  'case "$prompt" in after*) until ls started-* >/dev/null 2>&1; do sleep 0.02; done;; esac',
  'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
  'case "$prompt" in *fail) printf \'{"type":"turn.failed","error":{"message":"bad luck"}}\\n\'; exit 3;; die) kill -9 $$;; esac',
  'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"answer to %s"}}\\n\' "$prompt"',
  'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
]

/** Processes that carry the id of some run, wherever they are. */
function leftovers(): number[] {
  return sandbox.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes('\0CLINVK_RUN_ID=')
    } catch {
      return false // gone since it was listed
    }
  })
}

const tasks = (...prompts: string[]) => JSON.stringify({ tasks: prompts.map((prompt) => ({ prompt, backend: 'codex' })) })

describe('clinvk parallel', () => {
  test('runs tasks from a file or from stdin, and tells all of them in one document', async () => {
    writeExecutable(bin, 'codex', codex)
    replayCli(bin, 'claude', 'answer')
    sandbox.write('work/tasks.yaml', 'tasks:\n  - {prompt: one, backend: codex, id: a}\n  - {prompt: x fail, backend: codex, name: b}\n  - {prompt: three, backend: claude}\n  - {prompt: four, backend: nope}\n')
    const run = await sandbox.run(['parallel', '-f', 'tasks.yaml', '--json'])
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('Error: 2 task(s) failed')
    expect(run.json()).toMatchObject({
      total_tasks: 4, completed: 2, failed: 2, cancelled: 0, exit_code: 1,
      results: [
        { index: 0, task_id: 'a', backend: 'codex', exit_code: 0, output: 'answer to one', token_usage: { input_tokens: 3, output_tokens: 2 } },
        { index: 1, task_name: 'b', exit_code: 3, error: { code: 'backend_error' } },
        { index: 2, backend: 'claude', exit_code: 0, output: expect.any(String) },
        { index: 3, backend: 'nope', exit_code: 2, error: { code: 'backend_not_found' } },
      ],
    })
    expect((await sandbox.run(['parallel', '--json'], { stdin: tasks('hi') })).json()).toMatchObject({ completed: 1, exit_code: 0 })
    // Tasks are kept in no session unless they say so.
    expect(existsSync(`${sandbox.home}/.clinvk/sessions`)).toBe(false)
  })

  test('prints answers as they end and a table, in 80 columns', async () => {
    writeExecutable(bin, 'codex', codex)
    const run = await sandbox.run(['parallel', '-o', 'text'], { stdin: tasks('one', 'die') })
    expect(run.stdout).toMatch(/^Running 2 tasks \(max 2 parallel\)\.\.\.\n\n(\[1\] answer to one\n|\[2\] Error: .*\n){2}\nResults:\n/)
    expect(run.stdout).toMatch(/\n1 {5}codex {8}OK .*\n2 {5}codex {8}FAILED .*\n {5}Error: .*\n-{80}\nTotal: 2 tasks, 1 completed, 1 failed \(\d\.\d\ds\)\n$/)
    expect(run.code).toBe(1)
  })

  test('with -o stream-json prints every event with the number of its task, and the result at the end', async () => {
    writeExecutable(bin, 'codex', codex)
    const events = (await sandbox.run(['parallel', '-o', 'stream-json'], { stdin: tasks('one', 'two') })).events()
    expect(events.filter(({ type }) => type === 'message').map(({ index, content }) => `${index}: ${content.text}`).sort()).toEqual(['0: answer to one', '1: answer to two'])
    expect(events.at(-1)).toMatchObject({ type: 'result', completed: 2, exit_code: 0 })
  })

  test('flags win over the file', async () => {
    writeExecutable(bin, 'codex', codex)
    sandbox.write('work/sub/README', '')
    sandbox.write('work/tasks.json', JSON.stringify({ tasks: [{ prompt: 'x', backend: 'nope', workdir: '/nowhere', model: 'm', verbose: true }], max_parallel: 5, fail_fast: true }))
    const run = await sandbox.run(['parallel', '-f', 'tasks.json', '-b', 'codex', '-w', 'sub', '-m', 'mine', '--max-parallel', '2', '--no-fail-fast', '--json'])
    expect(run.json(), run.stderr).toMatchObject({ fail_fast: false, results: [{ backend: 'codex', status: 'completed', model: 'mine', command: expect.stringContaining('mine') }] })
  })

  test('in a dry run says what would be run, in one document too', async () => {
    const text = await sandbox.run(['parallel', '--dry-run', '-o', 'text'], { stdin: tasks('one') })
    expect(text.stdout).toMatch(/\[1\] Would execute: .*codex.* < PROMPT\n/)
    expect((await sandbox.run(['parallel', '--dry-run', '--json'], { stdin: tasks('one') })).json()).toMatchObject({ dry_run: true, completed: 1, results: [{ dry_run: true, command: expect.stringContaining('< PROMPT') }] })
  })

  test('with fail-fast leaves no process of the others behind', async () => {
    writeExecutable(bin, 'codex', codex)
    const run = await sandbox.run(['parallel', '--fail-fast', '--max-parallel', '4', '--json'], { stdin: tasks('hang', 'hang', 'after fail', 'hang', 'never', 'never') })
    expect(run.json()).toMatchObject({ completed: 0, failed: 1, cancelled: 5, exit_code: 1, results: [{ status: 'cancelled', error: { message: 'canceled (fail-fast)' } }, {}, { status: 'failed' }, {}, {}, {}] })
    expect(run.json()['results'][5]).not.toHaveProperty('start_time')
    expect(leftovers()).toEqual([])
  })

  test('on Ctrl-C ends all of them, tells what is done, and exits with 7', async () => {
    writeExecutable(bin, 'codex', codex)
    const child = sandbox.start(['parallel', '--max-parallel', '1', '--json'], { stdin: tasks('one', 'hang', 'never') })
    const end = finished(child)
    await until(() => readdirSync(sandbox.work).some((name) => name.startsWith('started-')), 'the task that hangs')
    await until(() => leftovers().length > 1, 'that task and its child')
    child.kill('SIGINT')
    const run = await end
    expect(run.code).toBe(7)
    expect(run.json()).toMatchObject({ completed: 1, failed: 0, cancelled: 2, exit_code: 7, results: [{ output: 'answer to one' }, { status: 'cancelled' }, { status: 'cancelled' }] })
    expect(leftovers()).toEqual([])
  })

  test('writes results as they come, with what is asked for in a folder', async () => {
    writeExecutable(bin, 'codex', codex)
    const run = await sandbox.run(['parallel', '--output-dir', 'out', '-q', '-o', 'text'], { stdin: tasks('one', 'x fail') })
    expect(run.stdout).toContain(`Results are in ${sandbox.work}/out\n`)
    expect(readdirSync(`${sandbox.work}/out`).sort()).toEqual(['001_task-1.json', '002_task-2.json', 'summary.json'])
    expect(JSON.parse(readFileSync(`${sandbox.work}/out/summary.json`, 'utf8'))).toMatchObject({ completed: 1, failed: 1, results: [{ output: 'answer to one' }, {}] })
  })

  test.each([
    [['parallel'], '', 'no input provided (use --file or pipe JSON to stdin)'],
    [['parallel', '-f', 'nothing.json'], undefined, 'failed to read file: nothing.json does not exist'],
    [['parallel', '-f', '.'], undefined, 'failed to read file: . is a directory'],
    [['parallel'], '{"tasks": []}', 'no tasks provided'],
    [['parallel'], '{"tasks": [{"prompt": "a"},]}', 'failed to parse tasks: standard input:1:27: a comma behind the last entry'],
    [['parallel'], '{"tasks": [{"prompt": "a", "workdri": "x"}]}', 'unknown key "workdri" in tasks[0]'],
    [['parallel', '--max-parallel', '0'], '[{"prompt":"a"}]', 'max_parallel is 0'],
    [['parallel', '--max-parallel', 'many'], '[{"prompt":"a"}]', '--max-parallel: Expected an integer but received: many'],
    [['parallel', '--output-dir', 'file'], '[{"prompt":"a"}]', '/file is not a directory'],
  ])('%j with %j on stdin is refused before anything runs', async (args, stdin, message) => {
    writeExecutable(bin, 'claude', ['touch ran'])
    writeFileSync(`${sandbox.work}/file`, '')
    const json = await sandbox.run([...args, '--json'], stdin === undefined ? {} : { stdin })
    expect(json.json()).toMatchObject({ exit_code: 1, error: { message: expect.stringContaining(message) } })
    const text = await sandbox.run([...args, '-o', 'text'], stdin === undefined ? {} : { stdin })
    expect([text.code, text.stdout]).toEqual([1, ''])
    expect(text.stderr).toContain(message)
    expect(existsSync(`${sandbox.work}/ran`)).toBe(false)
  })

  test('10,000 workers wait for the places there are', async () => {
    writeExecutable(bin, 'codex', codex)
    const run = await sandbox.run(['parallel', '--max-parallel', '10000', '--json'], { stdin: tasks(...Array.from({ length: 12 }, (_, index) => `n${index}`)), env: { CLINVK_SERVER_MAX_RUNS: '3', CLINVK_SERVER_MAX_QUEUE: '0' } })
    expect(run.json()).toMatchObject({ completed: 12, max_parallel: 3 })
  })

  test('48 tasks at work at once are nothing to warn of', async () => {
    writeExecutable(bin, 'codex', ['sleep 1', ...codex])
    const run = await sandbox.run(['parallel', '--max-parallel', '48', '--json'], { stdin: tasks(...Array.from({ length: 48 }, (_, index) => `n${index}`)), env: { CLINVK_SERVER_MAX_RUNS: '48' } })
    expect(run.json()).toMatchObject({ completed: 48, max_parallel: 48 })
    expect(run.stderr).toBe('')
  })
})
