import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOnTerminal } from '../on-terminal.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox, until } from '../sandbox.ts'

const event = (value: unknown) => `printf '%s\\n' '${JSON.stringify(value).replaceAll("'", `'\\''`)}'`
const answer = (text: string) => [
  event({ type: 'thread.started', thread_id: '01a1f9ec-3d1c-7ef1-a77c-621063aa505d' }),
  event({ type: 'item.completed', item: { id: 'item_0', type: 'agent_message', text } }),
  event({ type: 'turn.completed', usage: { input_tokens: 1, cached_input_tokens: 0, output_tokens: 1 } }),
]

let sandbox: Sandbox
let bin: string
/** A line of a CLI that goes on when the file `go` is there. */
let waits: string
beforeEach(() => {
  sandbox = new Sandbox()
  waits = `while [ ! -e '${sandbox.root}/go' ]; do sleep 0.05; done`
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

const type = (...args: string[]) => startOnTerminal(sandbox, args)

describe('on a terminal', () => {
  test('the answer is text, without the escape sequences that the model wrote', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer('plain \u001B]52;c;c3RvbGVu\u0007\u001B[2J\u009B31mwords\u0008 世界')])
    const { seen, ended } = type('-b', 'codex', 'hi')
    await ended()
    expect(seen.code).toBe(0)
    await until(() => seen.screen.includes('plain words 世界'), `the answer, not ${JSON.stringify(seen.screen)}`)
    expect(seen.screen).not.toContain(']52;')
    expect(seen.screen).not.toContain('\u001B[2J')
    expect(seen.screen).not.toContain('"content"')
  })

  test('a spinner tells who works and for how long, until the first words', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', waits, ...answer('the answer')])
    const { seen, ended } = type('-b', 'codex', 'hi')
    await until(() => /Codex CLI · [1-9]\d*s/.test(seen.screen), 'the spinner, and its first second')
    sandbox.write('go', '')
    await ended()
    await until(() => seen.screen.includes('the answer'), 'the answer')
    expect(seen.screen.lastIndexOf('Codex CLI ·')).toBeLessThan(seen.screen.indexOf('the answer'))
  })

  test('what --verbose tells stands on lines of its own, not at the end of the answer', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer('the answer').slice(0, 2), ...answer('').slice(2)])
    const { seen, ended } = type('-b', 'codex', 'hi', '--verbose')
    await ended()
    await until(() => seen.screen.includes('ended after'), 'the last note')
    expect(seen.screen).toMatch(/the answer\r\ndebug: run .* ended after/)
    expect(seen.screen).not.toContain('\r\n\r\n')
  })

  test('a person who starts the MCP server by hand is told for whom it waits', async () => {
    const { seen, keys, ended } = type('mcp')
    await until(() => /waits for an MCP client.*clinvk mcp install/.test(seen.screen), 'the note')
    keys('\u0004')
    await ended()
    expect(seen.code).toBe(0)
  })

  test('NO_COLOR takes the colour out of spinner and errors', async () => {
    sandbox.env['NO_COLOR'] = '1'
    writeExecutable(bin, 'codex', ['cat >/dev/null', waits, 'exit 3'])
    const { seen, ended } = type('-b', 'codex', 'hi')
    await until(() => /Codex CLI · \d+s/.test(seen.screen), 'the spinner')
    sandbox.write('go', '')
    await ended()
    expect(seen.code).toBe(3)
    await until(() => seen.screen.includes('Error [codex]:'), 'the error')
    expect(seen.screen).not.toMatch(/\u001B\[3\dm/)
  })

  test('Ctrl-C ends the CLI and everything it started', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', 'sleep 300 & sleep 301'])
    const { seen, keys, ended } = type('-b', 'codex', 'hi')
    await until(() => sandbox.processes().length > 3, 'the CLI')
    keys('\u0003')
    await ended()
    expect(seen.code).toBe(7)
    expect(sandbox.processes()).toEqual([])
  })

  test('a mistyped command is asked about, not sent', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', 'touch sent', ...answer('sent')])
    const { seen, keys, ended } = type('backend')
    await until(() => seen.screen.includes('What did you mean?'), 'the question')
    expect(seen.screen).toContain('clinvk backends')
    keys('\u001B[B\u001B[B\r')
    await ended()
    expect(seen.code).toBe(1)
    expect(sandbox.files('work')).toEqual([])
  })

  test('the command that was meant runs when it is chosen', async () => {
    const { seen, keys, ended } = type('backend')
    await until(() => seen.screen.includes('What did you mean?'), 'the question')
    keys('\r')
    await ended()
    await until(() => seen.screen.includes('not installed'), 'the list')
    expect(seen.code).toBe(0)
  })

  test('resume shows the sessions, narrows them down by what is typed, and goes on with the one that is chosen', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', ...answer('the answer')])
    sandbox.env['CLINVK_BACKEND'] = 'codex'
    for (const question of ['about apples', 'about pears']) await sandbox.run([question, '--json'])
    const { seen, keys, ended } = type('resume', '--pick', 'go on')
    await until(() => seen.screen.includes('about pears') && seen.screen.includes('about apples'), 'the list')
    keys('apples')
    const drawnLast = () => seen.screen.slice(seen.screen.lastIndexOf('Which session?'))
    await until(() => drawnLast().includes('about apples') && !drawnLast().includes('about pears'), 'the narrowed list')
    keys('\r')
    await ended()
    expect(seen.code).toBe(0)
    const { sessions } = (await sandbox.run(['sessions', 'list', '--json'])).json()
    expect(sessions.find(({ initial_prompt }: { initial_prompt: string }) => initial_prompt === 'about apples')).toMatchObject({ turn_count: 2 })
  })

  test('where the CLI has lost a conversation, a new one is offered, which belongs to the old', async () => {
    const lost = ['cat >/dev/null', 'case "$*" in *resume*) echo "Error: thread/resume: thread/resume failed: no rollout found for thread id 01a1f9ec-3d1c-7ef1-a77c-621063aa505d (code -32600)" >&2; exit 1;; esac']
    writeExecutable(bin, 'codex', [...lost, ...answer('begun anew')])
    sandbox.env['CLINVK_BACKEND'] = 'codex'
    const first = (await sandbox.run(['first', '--json'])).json()
    const { seen, keys, ended } = type('-c', 'and on')
    await until(() => seen.screen.includes('Begin a new one'), 'the offer')
    keys('y\r')
    await ended()
    await until(() => seen.screen.includes('begun anew'), 'the answer')
    expect(seen.code).toBe(0)
    const { sessions } = (await sandbox.run(['sessions', 'list', '--json'])).json()
    expect(sessions).toHaveLength(2)
    expect(sessions.find(({ id }: { id: string }) => id !== first['session_id'])).toMatchObject({ parent_id: first['session_id'] })
  })

  test.each([[['--help']], [['help', 'prompt']], [['help', 'backends']], [['hi', '--help']], [['help', 'resume']], [['help', 'chain']], [['help', 'sessions', 'clean']]])('the help of %j fits 80 columns, and examples come with it', async (args) => {
    const run = await sandbox.run(args, { env: { COLUMNS: '80' } })
    expect(run.code).toBe(0)
    const lines = run.stdout.split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.length).toBeLessThanOrEqual(41)
    expect(run.stdout).toMatch(/EXAMPLES?\n/)
  })
})

describe('several runs on a terminal', () => {
  test('a board tells what runs; Ctrl-C ends it, and a table tells how all of them ended', async () => {
    writeExecutable(bin, 'codex', ['case "$(cat)" in wait) sleep 600;; esac', ...answer('the answer')])
    sandbox.write('work/tasks.yaml', 'max_parallel: 2\ntasks:\n  - {prompt: first, backend: codex}\n  - {prompt: wait, backend: codex, name: patience}\n  - {prompt: wait, backend: codex}\n  - {prompt: never, backend: codex}\n')
    const { seen, keys, ended } = type('parallel', '-f', 'tasks.yaml')
    await until(() => /1 of 4 tasks ended · 2 running · \d+s/.test(seen.screen) && /\[2\] patience +codex/.test(seen.screen), 'the board')
    keys('\u0003')
    await ended()
    expect(seen.code).toBe(7)
    await until(() => seen.screen.includes('Total: 4 tasks, 1 completed, 0 failed, 3 canceled'), 'the table')
    expect(seen.screen).toContain('[1] the answer')
    expect(seen.screen.lastIndexOf('\u001B[?25h')).toBeGreaterThan(seen.screen.lastIndexOf('\u001B[?25l'))
  })

  test.each([[80, true], [70, false]])('on %i columns two answers stand side by side: %s', async (columns, beside) => {
    for (const name of ['codex', 'gemini']) writeExecutable(bin, name, ['cat >/dev/null', ...answer('the answer')])
    const { seen, ended } = startOnTerminal(sandbox, ['compare', 'hi', '--backends', 'codex,gemini'], { columns })
    await ended()
    await until(() => seen.screen.includes('Total time:'), 'the end')
    expect(seen.screen.includes('[codex]                                │ [gemini]')).toBe(beside)
  })
})
