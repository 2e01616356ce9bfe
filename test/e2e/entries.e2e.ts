import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type McpSession, startMcp } from '../mcp-client.ts'
import { replayCli, writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

/** The same through the command line, over HTTP and over MCP: what is told has to be the same. */
let sandbox: Sandbox
let server: Serving
let mcp: McpSession
let work: string
beforeAll(async () => {
  sandbox = new Sandbox()
  work = sandbox.work
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  replayCli(bin, 'claude', 'answer')
  // A CLI of Codex's kind that repeats its prompt and fails when that says so.
  writeExecutable(bin, 'codex', [
    'prompt=$(cat | tr "\\n" "~")',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"heard: %s"}}\\n\' "$prompt"',
    'case "$prompt" in *fail*) printf \'{"type":"turn.failed","error":{"message":"the service is out of order"}}\\n\'; exit 1 ;; esac',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  server = await startServe(sandbox)
  mcp = await startMcp(sandbox)
})
afterAll(async () => {
  await mcp.client.close()
  sandbox.remove()
})

const post = async (path: string, body: object) => {
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as Record<string, any> }
}

const call = async (name: string, input: object) => (await mcp.call(name, input)).structuredContent as Record<string, any>

/** What a single run has to tell, whatever the names are. */
const told = ({ backend, error, ...rest }: Record<string, any>) => ({
  backend: (error?.backend ?? backend) || undefined,
  text: (rest['content'] ?? rest['output']) || undefined,
  model: rest['model'],
  usage: rest['usage'] ?? rest['token_usage'],
  backend_session_id: rest['backend_session_id'],
  turn_count: rest['turn_count'],
  cost_usd: rest['cost_usd'],
  warnings: rest['warnings'],
  kept: rest['session_id'] !== undefined,
  exit_code: error === undefined ? rest['exit_code'] : undefined,
  error: error === undefined ? undefined : { code: error.code, message: error.message, details: error.details },
})

describe('one prompt', () => {
  const cases: readonly (readonly [title: string, flags: readonly string[], fields: object, status: number])[] = [
    ['that is answered', ['-b', 'codex'], { backend: 'codex' }, 200],
    ['to another backend', ['-b', 'claude'], { backend: 'claude' }, 200],
    ['that is not kept', ['-b', 'codex', '--ephemeral'], { backend: 'codex', ephemeral: true }, 200],
    ['with options', ['-b', 'codex', '-m', 'gpt-5.5', '--sandbox-mode', 'read-only', '--approval-mode', 'none'], { backend: 'codex', model: 'gpt-5.5', sandbox_mode: 'read-only', approval_mode: 'none' }, 200],
    ['to a backend that nobody knows', ['-b', 'codx'], { backend: 'codx' }, 404],
    ['to a backend that is not installed', ['-b', 'gemini'], { backend: 'gemini' }, 503],
    ['with an option that the CLI lacks', ['-b', 'codex', '--max-turns', '3'], { backend: 'codex', max_turns: 3 }, 400],
    ['with a flag that is not allowed', ['-b', 'codex', '--extra', '--oss'], { backend: 'codex', extra: ['--oss'] }, 400],
    ['in a directory that is not there', ['-b', 'codex', '-w', '/nowhere/at/all'], { backend: 'codex', workdir: '/nowhere/at/all' }, 400],
    ['with a session that is not there', ['resume', 'feedfeed'], { session_id: 'feedfeed' }, 404],
  ]
  test.each(cases)('%s', async (title, flags, fields, status) => {
    const prompt = 'what is "this" $HOME @/etc/hostname?'
    const placed = title.includes('directory') || title.includes('session') ? [] : ['-w', work]
    const cli = (await sandbox.run([...flags, ...placed, '--json', prompt])).json()
    const http = await post('/api/v1/prompt', { prompt, ...(placed.length > 0 ? { workdir: work } : {}), ...fields })
    expect(http.status).toBe(status)
    const [one, other, third] = [told(cli), told(http.body), told(await call('clinvk_prompt', { prompt, ...(placed.length > 0 ? { workdir: work } : {}), ...fields }))]
    expect(third).toEqual(other)
    // Each names the directory in its own words: one counts from here, the other does not know where here is.
    if (title.includes('directory')) expect(other.error?.code).toBe(one.error?.code)
    else expect(other).toEqual(one)
  })

  test('that fails', async () => {
    const cli = (await sandbox.run(['-b', 'codex', '-w', work, '--json', 'fail now'])).json()
    const http = await post('/api/v1/prompt', { backend: 'codex', workdir: work, prompt: 'fail now' })
    expect(http.status).toBe(502)
    expect(told(http.body)).toEqual(told(cli))
    expect(told(await call('clinvk_prompt', { backend: 'codex', workdir: work, prompt: 'fail now' }))).toEqual(told(cli))
    expect(http.body['output']).toBe('heard: fail now')
  })

  test('that is only shown', async () => {
    const flags = ['-b', 'claude', '-m', 'opus', '--sandbox-mode', 'workspace', '--system-prompt', 'be brief', '--max-turns', '2']
    const cli = (await sandbox.run([...flags, '-w', work, '--dry-run', '--json', 'x'])).json()
    const fields = { backend: 'claude', model: 'opus', sandbox_mode: 'workspace', system_prompt: 'be brief', max_turns: 2, workdir: work, dry_run: true, prompt: 'x' }
    const http = await post('/api/v1/prompt', fields)
    expect(http.body['command']).toBe(cli['command'])
    expect((await call('clinvk_prompt', fields))['command']).toBe(cli['command'])
  })
})

/** Without what differs from run to run. */
const steady = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(steady)
  if (typeof value !== 'object' || value === null) return value
  const passing = /^(?:start_time|end_time|(?:total_)?duration_(?:seconds|ms)|session_id|max_parallel)$/
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (passing.test(key) ? [] : [[key, steady(inner)]])))
}

describe('a list of runs', () => {
  const lists = (): readonly (readonly [title: string, command: 'parallel' | 'chain', definition: object])[] => {
    const run = { backend: 'codex', workdir: work }
    return [
      ['tasks, one of which fails, and one cannot begin', 'parallel', { tasks: [{ ...run, prompt: 'one', id: 'a', name: 'A', tags: ['t'], meta: { n: [1] }, metadata: { k: 'v' } }, { ...run, prompt: 'fail two' }, { backend: 'gemini', workdir: work, prompt: 'three' }], max_parallel: 1 }],
      ['tasks of which the first failure ends the rest', 'parallel', { tasks: [{ ...run, prompt: 'fail one' }, { ...run, prompt: 'two' }], max_parallel: 1, fail_fast: true }],
      ['tasks that are only shown', 'parallel', { tasks: [{ ...run, prompt: 'one' }], dry_run: true }],
      ['tasks that are kept', 'parallel', { tasks: [{ ...run, prompt: 'one', ephemeral: false, verbose: true }] }],
      ['no tasks', 'parallel', { tasks: [] }],
      ['steps that build on each other', 'chain', { steps: [{ ...run, name: 'first', prompt: 'one' }, { ...run, prompt: 'then {{previous}} and {{steps.first.output}}' }], persist_sessions: true }],
      ['steps with a conversation', 'chain', { steps: [{ ...run, prompt: 'one' }, { ...run, prompt: 'two', session: 'continue' }], persist_sessions: true }],
      ['steps that stop', 'chain', { steps: [{ ...run, prompt: 'fail' }, { ...run, prompt: 'never' }] }],
      ['steps that go on', 'chain', { steps: [{ ...run, prompt: 'fail' }, { ...run, prompt: 'all the same' }, { ...run, prompt: 'never', when: { step: 1, is: 'completed' } }], stop_on_failure: false }],
      ['steps of several runs', 'chain', { steps: [{ parallel: { tasks: [{ ...run, prompt: 'a' }, { ...run, prompt: 'b' }], max_parallel: 1 } }, { compare: { backends: ['codex', 'claude'], prompt: 'c {{previous}}', sequential: true, workdir: work } }] }],
      ['a reference that leads nowhere', 'chain', { steps: [{ ...run, prompt: '{{steps.none.output}}' }] }],
      ['steps that are only shown', 'chain', { steps: [{ ...run, prompt: 'one' }, { ...run, prompt: '{{previous}}' }], dry_run: true }],
    ]
  }
  test.each(Array.from({ length: 12 }, (_one, index) => index))('case %i of the table', async (index) => {
    const [title, command, definition] = lists()[index] as ReturnType<typeof lists>[number]
    const { exit_code: _code, ...cli } = (await sandbox.run([command, '--json'], { stdin: JSON.stringify(definition) })).json()
    const { status, body } = await post(`/api/v1/${command}`, definition)
    expect(steady(await call(`clinvk_${command}`, definition)), title).toEqual(steady(body))
    if (cli['error'] === undefined) expect({ status, ...(steady(body) as object) }, title).toEqual({ status: 200, ...(steady(cli) as object) })
    // The body has no lines to name: the place is told as a path.
    else expect({ status, code: body['error'].code, message: body['error'].message }, title).toEqual({ status: 400, code: cli['error'].code, message: expect.stringContaining(cli['error'].message.replace(/^[^:]+:\d+:\d+: /, '')) })
  })

  test('several backends', async () => {
    const { exit_code: _code, ...cli } = (await sandbox.run(['compare', '--backends', 'codex,claude', '-w', work, '--json', 'which?'])).json()
    const { status, body } = await post('/api/v1/compare', { backends: ['codex', 'claude'], workdir: work, prompt: 'which?' })
    expect(steady(await call('clinvk_compare', { backends: ['codex', 'claude'], workdir: work, prompt: 'which?' }))).toEqual(steady(body))
    expect(status).toBe(200)
    expect(steady(body)).toEqual(steady(cli))
  })
})
