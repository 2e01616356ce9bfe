import { mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClinvkError, inputText, type RunEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import type { BackendInspector } from '../../../src/backend/inspect-backend.ts'
import type { BackendRunner } from '../../../src/backend/run-backend.ts'
import type { ChainDefinition, ChainStep } from '../../../src/schema/chain.ts'
import type { ChainEvent, ChainResult } from '../../../src/service/chain/chain-result.ts'
import { type ChainOptions, RunChain } from '../../../src/service/chain/run-chain.ts'
import type { StepEvent } from '../../../src/service/chain/step-work.ts'
import { KeepRun } from '../../../src/service/keep-run.ts'
import { PlanRun, type RunPlan } from '../../../src/service/plan-run.ts'
import { ListBackends } from '../../../src/service/list-backends.ts'
import { RunCompare } from '../../../src/service/run-compare.ts'
import { RunOne } from '../../../src/service/run-one.ts'
import { RunParallel } from '../../../src/service/run-parallel.ts'
import { RunPrompt } from '../../../src/service/run-prompt.ts'
import { SessionStore } from '../../../src/session/store.ts'
import { sampleBackend } from '../../backend/sample-backend.ts'
import { temporaryFolder } from '../../backend/temporary-folder.ts'
import { configWith, host, registered } from '../registered.ts'

type Script = (plan: RunPlan, signal: AbortSignal) => AsyncGenerator<RunEvent, void>

const prompt = (plan: RunPlan) => inputText(plan.request)

/** Answers with what it was asked, in brackets. "fail" fails; "wait" goes on until it is stopped. */
const echo: Script = async function* (plan, signal) {
  yield { type: 'init', content: { backend_session_id: plan.request.resume?.backend_session_id ?? `of ${plan.request.run_id}`, model: 'm' } }
  const asked = prompt(plan)
  if (asked.startsWith('fail')) {
    yield { type: 'message', content: { text: 'half' } }
    yield { type: 'error', content: { code: 'backend_error', message: 'bad luck' } }
    return
  }
  if (asked.startsWith('wait')) {
    yield { type: 'message', content: { text: 'so far' } }
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    yield { type: 'error', content: { code: 'cancelled', message: 'the run was cancelled' } }
    return
  }
  yield { type: 'message', content: { text: `[${asked}]` } }
  yield { type: 'done', content: {} }
}

type Given = Partial<ChainOptions> & { readonly script?: Script; readonly config?: Parameters<typeof configWith>[0] }

function stage({ script = echo, config = {}, ...options }: Given = {}) {
  const log = { debug: () => undefined, warn: () => undefined }
  const whole = configWith({ default_backend: 'acme', ...config })
  const store = new SessionStore({ dir: temporaryFolder(), log })
  const plans: RunPlan[] = []
  const runner = {
    run: (plan: RunPlan, signal: AbortSignal) => {
      plans.push(plan)
      return script(plan, signal)
    },
  } as unknown as BackendRunner
  const sessions = () => Promise.resolve(store)
  const registry = registered({
    acme: sampleBackend({ limits: { prompt_chars: 1_000_000 } }),
    other: sampleBackend({ name: 'other', title: 'Other' }),
    forgetful: sampleBackend({ name: 'forgetful', title: 'Forgetful', capabilities: { ...sampleBackend().capabilities, resume: false } }),
    missing: sampleBackend({ name: 'missing', title: 'Missing', find: () => Promise.resolve(undefined) }),
  })
  const plan = new PlanRun(whole, registry, host, sessions)
  const one = new RunPrompt(plan, runner, new KeepRun(sessions, whole.session, log))
  const parallel = new RunParallel({ config: whole, one: new RunOne(plan, one), plan, places: 8 })
  const compare = new RunCompare(parallel, new ListBackends(whole, registry, {} as BackendInspector), plan)
  const chain = new RunChain({ config: whole, plan, prompt: one, parallel, compare })
  const begin = (definition: ChainDefinition, more: Partial<ChainOptions> = {}) => chain.execute(definition, { cwd: tmpdir(), via: 'cli', signal: new AbortController().signal, ...options, ...more })
  return { plans, store, plan, begin }
}

async function run(definition: ChainDefinition, given: Given = {}) {
  const { plans, store, begin } = stage(given)
  const work = begin(definition)
  const events: ChainEvent<StepEvent>[] = []
  for (;;) {
    const next = await work.next()
    if (next.done === true) return { plans, store, events, result: next.value, prompts: plans.map(prompt) }
    events.push(next.value)
  }
}

const steps = (...prompts: (string | ChainStep)[]): ChainDefinition => ({ steps: prompts.map((one) => (typeof one === 'string' ? { prompt: one } : one)) })
const shown = ({ results }: ChainResult) => results.map(({ step, status }) => `${step} ${status}`)
const refusal = (definition: ChainDefinition, given: Given = {}) => {
  const { plans, begin } = stage(given)
  return begin(definition)
    .next()
    .then(
      () => 'it began',
      (error: Error & { code: string }) => `${error.code} ${error.message}${plans.length > 0 ? ', too late' : ''}`,
    )
}

describe('a chain', () => {
  test('hands on what each step says, and tells how all of them ended', async () => {
    const { result, prompts } = await run({ input: 'a plan', ...steps({ name: 'design', prompt: 'make {{input}}' }, { prompt: 'do {{previous}}', backend: 'other' }, 'see {{steps.design.output}}') })
    expect(prompts).toEqual(['make a plan', 'do [make a plan]', 'see [make a plan]'])
    expect(result).toMatchObject({ total_steps: 3, completed_steps: 3, total_duration_seconds: expect.any(Number), start_time: expect.any(String) })
    expect(result).not.toHaveProperty('failed_step')
    expect(result.results).toMatchObject([
      { step: 1, name: 'design', backend: 'acme', status: 'completed', exit_code: 0, output: '[make a plan]', model: 'm' },
      { step: 2, backend: 'other', output: '[do [make a plan]]' },
      { step: 3, backend: 'acme' },
    ])
    expect(result.results[0]).not.toHaveProperty('session_id')
  })

  test('tells what happens, with the events of every run', async () => {
    const { events } = await run(steps('a', 'b'))
    expect(events.map(({ type }) => type)).toEqual(['started', 'step_started', 'step_event', 'step_event', 'step_event', 'step_ended', 'step_started', 'step_event', 'step_event', 'step_event', 'step_ended'])
    expect(events[0]).toEqual({ type: 'started', total_steps: 2, steps: [{ step: 1, backend: 'acme' }, { step: 2, backend: 'acme' }] })
    expect(events[3]).toMatchObject({ step: 1, event: { type: 'message', backend: 'acme', content: { text: '[a]' } } })
  })

  test('stops on a failure and names the step; told otherwise, goes on', async () => {
    const definition = steps('a', 'fail', 'c {{previous}}')
    const stopped = (await run(definition)).result
    expect([shown(stopped), stopped.completed_steps, stopped.failed_step, stopped.results[1]?.output]).toEqual([['1 completed', '2 failed'], 1, 2, 'half'])
    const on = await run({ ...definition, stop_on_failure: false })
    expect([shown(on.result), on.result.completed_steps, on.result.failed_step, on.prompts[2]]).toEqual([['1 completed', '2 failed', '3 completed'], 2, 2, 'c half'])
    expect(shown((await run({ ...definition, stop_on_failure: false }, { stopOnFailure: true })).result)).toHaveLength(2)
  })

  test('fails a step whose text has grown too long, and keeps what there is', async () => {
    const { result, plans } = await run(steps('a', `${'{{previous}}'.repeat(500_000)}`, 'c'))
    expect(plans).toHaveLength(1)
    expect(shown(result)).toEqual(['1 completed', '2 failed'])
    expect(result.results[1]?.error).toMatchObject({ code: 'payload_too_large', message: 'the prompt has 1500000 characters; Acme takes at most 1000000' })
    expect(result.results[0]?.output).toBe('[a]')
  })

  test('takes an answer of 20 MB for text, once', async () => {
    const answer = '{{previous}}'.repeat(1_700_000)
    const large: Script = async function* (plan): AsyncGenerator<RunEvent, void> {
      yield { type: 'message', content: { text: prompt(plan) === 'a' ? answer : 'ok' } }
      yield { type: 'done', content: {} }
    }
    const { result } = await run(steps('a', 'b {{previous}}', 'c'), { script: large })
    expect(result.results[0]?.output).toHaveLength(20_400_000)
    expect(result.results[1]?.error?.code).toBe('payload_too_large')
  })

  test('is stopped: the step at work is cancelled, those before keep their answers', async () => {
    const abort = new AbortController()
    const { begin } = stage()
    const work = begin(steps('a', 'wait', 'c'), { signal: abort.signal })
    for (;;) {
      const next = await work.next()
      if (next.done === true) {
        expect(next.value).toMatchObject({ cancelled: true, completed_steps: 1, results: [{ output: '[a]' }, { status: 'cancelled', exit_code: -1, output: 'so far' }] })
        expect(next.value).not.toHaveProperty('failed_step')
        return
      }
      if (next.value.type === 'step_event' && next.value.step === 2) abort.abort()
    }
  })

  test('puts the command into the result of a step that is verbose, and fields of its own beside it', async () => {
    const { result } = await run(steps({ prompt: 'a', verbose: true, metadata: { k: 'v' } }))
    expect(result.results[0]).toMatchObject({ command: '/opt/acme --print < PROMPT', metadata: { k: 'v' } })
  })
})

describe('options of a step', () => {
  test('go through the one cascade, flags first', async () => {
    const config = { backends: { acme: { system_prompt: 'from the configuration', model: 'configured' } } }
    const definition = steps({ prompt: 'a', model: 'mine', timeout: 3, idle_timeout_secs: 4 }, { prompt: 'b', system_prompt: 'be {{previous}}', timeout_secs: 5 })
    const asked = (plans: readonly RunPlan[]) => plans.map(({ backend, request, timeoutMs, idleMs }) => [backend.name, request.options.model, request.options.system_prompt, timeoutMs, idleMs])
    expect(asked((await run(definition, { config })).plans)).toEqual([['acme', 'mine', 'from the configuration', 3000, 4000], ['acme', 'configured', 'be [a]', 5000, 600_000]])
    const overrides = { backend: 'other', model: 'flag', system_prompt: 'literal {{previous}}', timeout_secs: 9 }
    expect(asked((await run(definition, { config, overrides })).plans)).toEqual([['other', 'flag', 'literal {{previous}}', 9000, 4000], ['other', 'flag', 'literal {{previous}}', 9000, 600_000]])
  })

  test('a directory is its own, or that of the step before where that is passed on', async () => {
    const cwd = realpathSync(temporaryFolder())
    for (const name of ['one', 'two']) mkdirSync(join(cwd, name))
    const definition = steps('a', { prompt: 'b', workdir: 'one' }, 'c', { prompt: 'd', workdir: 'two' }, 'e')
    const places = async (more: Partial<ChainDefinition>, given: Given = {}) => (await run({ ...definition, ...more }, { cwd, ...given })).plans.map(({ request }) => request.cwd.slice(cwd.length))
    expect(await places({})).toEqual(['', '/one', '', '/two', ''])
    expect(await places({ pass_working_dir: true })).toEqual(['', '/one', '/one', '/two', '/two'])
    expect((await run({ pass_working_dir: true, ...steps({ prompt: 'a', workdir: 'one' }, { parallel: { tasks: [{ prompt: 'b' }, { prompt: 'c', workdir: 'two' }] } }, 'd') }, { cwd })).plans.map(({ request }) => request.cwd.slice(cwd.length))).toEqual(['/one', '/one', '/two', '/one'])
    expect(await places({ pass_working_dir: true }, { overrides: { workdir: 'two' } })).toEqual(['/two', '/two', '/two', '/two', '/two'])
  })

  test('retries are counted', async () => {
    let calls = 0
    const script: Script = async function* (plan, signal) {
      calls += 1
      if (calls < 3) yield { type: 'error', content: { code: 'backend_rate_limited', message: 'slow down' } }
      else yield* echo(plan, signal)
    }
    expect((await run(steps({ prompt: 'a', retry: { count: 4 } }), { script })).result.results[0]).toMatchObject({ status: 'completed', attempts: 3, output: '[a]' })
  })
})

describe('sessions', () => {
  test('are kept where that is asked for, each with its id in the result and in {{session}}', async () => {
    const { result, store, prompts } = await run({ persist_sessions: true, ...steps('a', 'go on with {{session}}') })
    const ids = result.results.map(({ session_id: id }) => id)
    expect(new Set(ids).size).toBe(2)
    expect(prompts[1]).toBe(`go on with ${ids[0]}`)
    expect(await store.get(ids[1] as string)).toMatchObject({ backend: 'acme', status: 'completed', initial_prompt: prompts[1] })
  })

  test('are gone on with by later steps of the same backend', async () => {
    const definition = steps('a', { prompt: 'b', backend: 'other' }, { prompt: 'c', session: 'continue' }, { prompt: 'd', session: 'continue', backend: 'other' })
    const { result, plans, store } = await run({ persist_sessions: true, ...definition })
    const ids = result.results.map(({ session_id: id }) => id)
    expect([ids[2], ids[3]]).toEqual([ids[0], ids[1]])
    expect(plans[2]?.request.resume?.backend_session_id).toBe(result.results[0]?.backend_session_id)
    expect((await store.get(ids[0] as string)).turn_count).toBe(2)
  })

  test('of a step that was tried twice: each try has its own, and the last one goes on', async () => {
    let calls = 0
    const script: Script = async function* (plan, signal) {
      calls += 1
      if (calls > 1) return yield* echo(plan, signal)
      yield { type: 'init', content: { backend_session_id: 'first' } }
      yield { type: 'error', content: { code: 'backend_error', message: 'bad luck' } }
    }
    const { result, store } = await run({ persist_sessions: true, ...steps({ prompt: 'a', retry: { count: 1 } }, { prompt: 'b', session: 'continue' }) }, { script })
    const { sessions } = await store.list()
    expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(['completed', 'error']))
    expect(result.results[1]?.session_id).toBe(result.results[0]?.session_id)
    expect((await store.get(result.results[0]?.session_id as string)).turn_count).toBe(2)
  })

  test('of a step that was skipped cannot be gone on with', async () => {
    const { result } = await run({ persist_sessions: true, ...steps({ prompt: 'x', backend: 'other' }, { prompt: 'a', when: { step: 1, is: 'failed' } }, { prompt: 'b', session: 'continue' }) })
    expect(result.results[2]).toMatchObject({ status: 'failed', error: { code: 'session_not_found', message: 'no earlier step of this chain has left a session of acme' } })
  })
})

describe('a step of several runs', () => {
  const several = { name: 'both', parallel: { tasks: [{ prompt: 'x {{previous}}', name: 'first' }, { prompt: 'y', backend: 'other' }] } }

  test('hands on every answer below a heading', async () => {
    const { result, prompts, events } = await run(steps('a', several, 'sum up: {{previous}}'))
    const both = '## 1. first (acme)\n\n[x [a]]\n\n## 2. other\n\n[y]'
    expect(prompts[3]).toBe(`sum up: ${both}`)
    expect(result.results[1]).toMatchObject({ step: 2, name: 'both', backend: 'parallel', status: 'completed', exit_code: 0, output: both, parallel: { completed: 2, results: [{ task_name: 'first', output: '[x [a]]' }, { backend: 'other' }] } })
    expect(events.filter((event) => event.type === 'step_event' && event.step === 2).map((event) => (event.type === 'step_event' ? event.event.type : ''))).toContain('task_ended')
  })

  test('has failed when one of them has, and keeps the others', async () => {
    const { result } = await run(steps('a', { parallel: { tasks: [{ prompt: 'x' }, { prompt: 'fail' }] } }, 'c'))
    expect(shown(result)).toEqual(['1 completed', '2 failed'])
    expect(result.results[1]).toMatchObject({ exit_code: 1, error: { code: 'backend_error', message: '1 of 2 runs of the parallel step did not complete; the first: bad luck' }, output: '## 1. acme\n\n[x]\n\n## 2. acme\n\nhalf\n\n[failed: bad luck]' })
  })

  test('compares, whatever backend a flag names', async () => {
    const { result, prompts, plans } = await run(steps('a', { name: 'views', compare: { prompt: 'v {{previous}}', system_prompt: 'be {{previous}}', backends: ['acme', 'other'] } }, 'sum up: {{steps.views.output}}'), { overrides: { backend: 'acme', fallback: ['other'], model: 'flag' } })
    expect(prompts.slice(1, 3)).toEqual(['v [a]', 'v [a]'])
    expect(plans.map(({ backend }) => backend.name)).toEqual(['acme', 'acme', 'other', 'acme'])
    expect(plans.map(({ request }) => [request.options.model, request.options.system_prompt])).toEqual([['flag', undefined], ['flag', 'be [a]'], ['flag', 'be [a]'], ['flag', undefined]])
    expect(prompts[3]).toBe('sum up: ## 1. acme\n\n[v [a]]\n\n## 2. other\n\n[v [a]]')
    expect(result.results[1]).toMatchObject({ backend: 'compare', status: 'completed', compare: { prompt: 'v [a]', backends: ['acme', 'other'], completed: 2 } })
  })

  test('has a time of its own', async () => {
    const { result } = await run(steps({ timeout: 0.05, parallel: { tasks: [{ prompt: 'x' }, { prompt: 'wait' }] } }))
    expect(result.results[0]).toMatchObject({ status: 'failed', error: { code: 'timeout', details: { timeout_secs: 0.05 } }, output: expect.stringContaining('[x]') })
    expect(result).not.toHaveProperty('cancelled')
  })
})

describe('before the first step', () => {
  test.each([
    [steps('a', { prompt: 'b', backend: 'nope' }), /^backend_not_found steps\[1\]\.backend: unknown backend "nope"/],
    [steps('a', { prompt: 'b', backend: 'missing' }), /^backend_unavailable steps\[1\]\.backend: backend "missing" is not available/],
    [steps('a', { prompt: 'b', workdir: '/no/such/folder' }), /^invalid_request steps\[1\]: working directory \/no\/such\/folder does not exist/],
    [steps('a', { prompt: 'b', extra: ['--nope'] }), /^invalid_request steps\[1\]: flag not allowed for acme: --nope/],
    [steps('a', { prompt: ' ' }), /^invalid_request steps\[1\]: the prompt is empty/],
    [steps('a', { prompt: 'b', max_tokens: 3 }), /^unsupported steps\[1\]: max_tokens is 3/],
    [steps('a', { prompt: 'x'.repeat(1_000_001) }), /^payload_too_large steps\[1\]: the prompt has 1000001 characters/],
    [steps('a', { parallel: { tasks: [{ prompt: 'x' }, { prompt: 'y', backend: 'nope' }] } }), /^backend_not_found steps\[1\]\.parallel\.tasks\[1\]\.backend: unknown backend/],
    [steps('a', { compare: { prompt: 'x', backends: ['acme', 'nope'] } }), /^backend_not_found steps\[1\]\.compare\.backends\[1\]: unknown backend/],
    [steps('a', { compare: { prompt: 'x', backends: ['acme', 'missing'] } }), /^backend_unavailable steps\[1\]\.compare\.backends\[1\]: backend "missing" is not available/],
    [steps('a', { compare: { prompt: 'x', backends: ['acme', 'acme'] } }), /^invalid_request steps\[1\]\.compare: backend "acme" is named twice/],
    [steps('a', { compare: { prompt: 'x' } }), /^invalid_request steps\[1\]\.compare: specify backends/],
    [steps('a', { parallel: { tasks: [] } }), /^invalid_request steps\[1\]\.parallel: no tasks provided/],
    [{ persist_sessions: true, ...steps({ prompt: 'a', backend: 'forgetful' }, { prompt: 'b', backend: 'forgetful', session: 'continue' }) }, /^unsupported steps\[1\]: Forgetful cannot go on with an earlier conversation/],
  ])('everything is checked: %#', async (definition, message) => {
    expect(await refusal(definition)).toMatch(message)
    expect(await refusal(definition)).not.toContain('too late')
  })

  test('a disabled backend is refused, also as a flag, which has no place in the definition', async () => {
    const config = { backends: { other: { enabled: false } } }
    expect(await refusal(steps('a', { prompt: 'b', backend: 'other' }), { config })).toBe('backend_disabled steps[1].backend: backend "other" is disabled in config')
    expect(await refusal(steps('a'), { config, overrides: { backend: 'other' } })).toBe('backend_disabled backend "other" is disabled in config')
  })
})

describe('an entry with rules of its own', () => {
  test('plans every run itself; what it made for them is given back when the chain has ended', async () => {
    const { begin, plan, plans } = stage()
    const made: string[] = []
    const given: string[] = []
    const planner: ChainOptions['planner'] = async (request, dryRun) => {
      const place = realpathSync(temporaryFolder())
      made.push(place)
      return { plan: await plan.execute({ ...request, workdir: request.workdir ?? place }, dryRun), dispose: async () => void given.push(place) }
    }
    const work = begin({ pass_working_dir: true, ...steps('a', 'b') }, { planner })
    await work.next()
    expect(given).toEqual(made.slice(0, 2)) // of the check alone
    for (let next = await work.next(); next.done !== true; next = await work.next()) if (plans.length > 0) expect(given).toHaveLength(2)
    expect(plans.map(({ request }) => request.cwd)).toEqual([made[2], made[2]])
    expect(given.toSorted()).toEqual(made.toSorted())
  })

  test('refuses before the first step', async () => {
    const planner = () => Promise.reject(new ClinvkError('permission_denied', 'too much'))
    expect(await refusal(steps('a'), { planner })).toBe('permission_denied steps[0]: too much')
  })
})

describe('a dry run', () => {
  test('tells of every step what would run, and when, and runs nothing', async () => {
    const definition = steps({ name: 'one', prompt: 'a' }, { prompt: 'b {{previous}}', backend: 'missing', when: { step: 'one', is: 'completed' }, retry: { count: 2 }, timeout: 7 }, { parallel: { tasks: [{ prompt: 'c' }] } })
    for (const { result, plans } of [await run(definition, { dryRun: true }), await run({ ...definition, dry_run: true }), await run(definition, { config: { unified_flags: { dry_run: true } } })]) {
      expect(plans).toEqual([])
      expect(result).toMatchObject({ dry_run: true, total_steps: 3 })
      expect(result.results).toMatchObject([
        { step: 1, name: 'one', backend: 'acme', status: 'completed', exit_code: 0, dry_run: true, output: 'Would execute: /opt/acme --print < PROMPT', command: '/opt/acme --print < PROMPT', working_dir: tmpdir() },
        { step: 2, backend: 'missing', when: { step: 'one', is: 'completed' }, retry: { count: 2 }, timeout_secs: 7 },
        { step: 3, backend: 'parallel', output: 'Would execute: /opt/acme --print < PROMPT', parallel: { total_tasks: 1, dry_run: true } },
      ])
    }
  })
})
