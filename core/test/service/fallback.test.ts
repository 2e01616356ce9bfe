import { tmpdir } from 'node:os'
import { type Backend, ClinvkError, type ErrorCode, type ErrorDetails, type RunEvent, type WireEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import type { BackendRunner } from '../../src/backend/run-backend.ts'
import type { RunResult } from '../../src/service/fold-events.ts'
import { KeepRun } from '../../src/service/keep-run.ts'
import { PlanRun, type RunPlan } from '../../src/service/plan-run.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'
import { RunPrompt } from '../../src/service/run-prompt.ts'
import { SessionStore } from '../../src/session/store.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { temporaryFolder } from '../backend/temporary-folder.ts'
import { configWith, host, registered } from './registered.ts'

type Script = (plan: RunPlan, signal: AbortSignal) => AsyncGenerator<RunEvent, void>

const failed = (code: ErrorCode, details?: ErrorDetails): RunEvent => ({ type: 'error', content: { code, message: `no luck (${code})`, ...(details === undefined ? {} : { details }) } })
const init = (id: string): RunEvent => ({ type: 'init', content: { backend_session_id: id, model: `model-of-${id}` } })
const answer: readonly RunEvent[] = [init('second'), { type: 'message', content: { text: 'here it is' } }, { type: 'done', content: {} }]

/** A CLI that says these events. */
const says = (...events: readonly RunEvent[]): Script =>
  async function* () {
    yield* events
  }

/** A CLI that cannot be started. */
const cannotStart = (error: ClinvkError): Script =>
  async function* () {
    yield* await Promise.reject<RunEvent[]>(error)
  }

const overloaded = failed('backend_error', { status: 529 })
const acmeFails = says(init('first'), overloaded)

interface Given {
  readonly scripts?: Readonly<Record<string, Script>>
  readonly backends?: Readonly<Record<string, Backend | string>>
  readonly config?: Parameters<typeof configWith>[0] & { readonly run?: object }
}

function stage({ scripts = {}, backends = {}, config = {} }: Given = {}) {
  const { dir, log } = { dir: temporaryFolder(), log: { debug: () => undefined, warn: () => undefined } }
  const defaults = configWith({ default_backend: 'acme' })
  const whole = { ...configWith({ default_backend: 'acme', ...config }), run: { ...defaults.run, ...config.run } }
  const store = new SessionStore({ dir, log })
  const named = (name: string) => sampleBackend({ name, title: name, models: { known: [`${name}-1`], patterns: [`${name}-*`] } })
  const registry = registered({ acme: named('acme'), other: named('other'), third: named('third'), ...backends })
  const started: RunPlan[] = []
  const runner = {
    run: (plan: RunPlan, signal: AbortSignal) => {
      started.push(plan)
      return (scripts[plan.backend.name] ?? says(...answer))(plan, signal)
    },
  } as unknown as BackendRunner
  const provider = () => Promise.resolve(store)
  const planRun = new PlanRun(whole, registry, host, provider)
  const prompt = new RunPrompt(planRun, runner, new KeepRun(provider, whole.session, log))
  const run = async (asked: Partial<PromptRequest> = {}, signal = new AbortController().signal) => {
    const events: WireEvent[] = []
    const running = prompt.execute({ prompt: 'hi', cwd: tmpdir(), via: 'cli', ...asked }, signal)
    for (;;) {
      const { value, done } = await running.next()
      if (done === true) return { events, result: value as RunResult, types: events.map((event) => `${event.backend} ${event.type}`) }
      events.push(value as WireEvent)
    }
  }
  return { run, store, started, planRun, prompt }
}

const fallback = ['other', 'third']

describe('another backend takes over', () => {
  test('and the stream tells it in order, with one end and the right name on each event', async () => {
    const { run } = stage({ scripts: { acme: acmeFails } })
    const { events, result, types } = await run({ fallback })
    expect(types).toEqual(['acme warning', 'other init', 'other message', 'other done'])
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    expect(events[0]?.content).toEqual({ code: 'fallback', message: 'acme failed (backend_error: no luck (backend_error)); other is asked instead' })
    expect(result).toMatchObject({ backend: 'other', content: 'here it is', backend_session_id: 'second', model: 'model-of-second' })
    expect(result.fallback).toEqual([{ backend: 'acme', code: 'backend_error', message: 'no luck (backend_error)' }])
    expect(result).not.toHaveProperty('error')
  })

  test('in one session, which is of the backend that answered and tells of the failed one in its turn', async () => {
    const { run, store } = stage({ scripts: { acme: acmeFails } })
    const { events, result } = await run({ fallback, model: 'acme-1' })
    const { sessions } = await store.list()
    expect(sessions).toMatchObject([{ id: result.session_id, backend: 'other', backend_session_id: 'second', status: 'completed', model: 'model-of-second' }])
    expect(new Set(events.map(({ session_id: id }) => id))).toEqual(new Set([result.session_id]))
    const turns = []
    for await (const turn of store.turns(result.session_id as string)) turns.push(turn)
    expect(turns).toMatchObject([{ backend: 'other', outcome: 'completed', fallback: [{ backend: 'acme', code: 'backend_error' }] }])
  })

  test.each<[ErrorCode, ErrorDetails | undefined]>([
    ['backend_unavailable', undefined],
    ['backend_unauthenticated', undefined],
    ['backend_rate_limited', { reset_at: '2027-01-01T00:00:00Z' }],
    ['overloaded', undefined],
    ['backend_error', { status: 500 }],
    ['backend_error', { reason: 'connection' }],
  ])('after %s %j', async (code, details) => {
    const { run } = stage({ scripts: { acme: says(failed(code, details)) } })
    expect((await run({ fallback })).result).toMatchObject({ backend: 'other', fallback: [{ backend: 'acme', code }] })
  })

  test('where the CLI of the first is not installed, or its plugin does not load', async () => {
    const acme = sampleBackend({ find: () => Promise.resolve(undefined) })
    for (const [backend, code] of [[acme, 'backend_unavailable'], ['throw new Error("broken")', 'plugin_load_failed']] as const) {
      const { run, started } = stage({ backends: { acme: backend } })
      const { result, types } = await run({ fallback })
      expect(types[0]).toBe('acme warning')
      expect(result).toMatchObject({ backend: 'other', fallback: [{ backend: 'acme', code }] })
      expect(started).toHaveLength(1)
    }
  })

  test('where the CLI of the first cannot be started', async () => {
    const { run } = stage({ scripts: { acme: cannotStart(new ClinvkError('backend_unavailable', 'cannot be started')) } })
    const { types, result } = await run({ fallback })
    expect(types).toEqual(['acme warning', 'other init', 'other message', 'other done'])
    expect(result.fallback).toMatchObject([{ code: 'backend_unavailable', message: 'cannot be started' }])
  })

  test('past one that is not there and one that cannot take the request', async () => {
    const { run } = stage({ scripts: { acme: acmeFails }, backends: { other: sampleBackend({ name: 'other', capabilities: {} }) } })
    expect((await run({ fallback, max_turns: 3 })).result).toMatchObject({ backend: 'third', fallback: [{ backend: 'acme' }, { backend: 'other', code: 'unsupported' }] })
  })

  test('after thinking and tools too, whose events keep the name of their backend', async () => {
    const { run } = stage({ scripts: { acme: says({ type: 'retry', content: { attempt: 1, reason: 'slow' } }, init('first'), { type: 'thinking', content: { text: 'hm' } }, { type: 'token_usage', content: { input_tokens: 9, output_tokens: 9 } }, overloaded) } })
    const { types, result } = await run({ fallback })
    expect(types).toEqual(['acme retry', 'acme init', 'acme thinking', 'acme token_usage', 'acme warning', 'other init', 'other message', 'other done'])
    expect(result).not.toHaveProperty('usage')
    expect(result.backend_session_id).toBe('second')
  })

  test('with options of its own, and with the model only where it is its model', async () => {
    const config = { backends: { other: { model: 'of-config', system_prompt: 'be brief' } } }
    const { run, started } = stage({ scripts: { acme: acmeFails }, config, backends: { acme: sampleBackend({ flags: { '--fast': 0 } }) } })
    const { result } = await run({ fallback, model: 'acme-1', extra_flags: ['--fast'] })
    expect(started.map(({ request }) => request.options.model)).toEqual(['acme-1', 'of-config'])
    expect(started[1]?.request.options).toMatchObject({ system_prompt: 'be brief', extra_flags: [] })
    expect(result.warnings).toEqual([
      expect.stringContaining('acme failed'),
      'the model "acme-1" is none of other, which answers with its own default',
      'flags for the CLI of acme are not passed to other',
    ])
    const theirs = stage({ scripts: { acme: acmeFails } })
    await theirs.run({ fallback, model: 'OTHER-9' })
    expect(theirs.started.map(({ request }) => request.options.model)).toEqual(['OTHER-9', 'OTHER-9'])
  })

  test('as configured for all, or for one backend', async () => {
    const config = { run: { fallback: ['third', 'acme'] }, backends: { other: { fallback: ['acme'] }, third: { fallback: [] } } }
    const all = { acme: says(overloaded), other: says(overloaded), third: says(overloaded) }
    const tried = async (asked: Partial<PromptRequest>) => {
      const { run, started } = stage({ scripts: all, config })
      await run(asked)
      return started.map(({ backend }) => backend.name)
    }
    expect(await tried({})).toEqual(['acme', 'third'])
    expect(await tried({ backend: 'other' })).toEqual(['other', 'acme'])
    expect(await tried({ backend: 'third' })).toEqual(['third'])
    expect(await tried({ fallback: [] })).toEqual(['acme'])
    expect(await tried({ fallback: ['other'] })).toEqual(['acme', 'other'])
  })
})

describe('no other backend is asked', () => {
  test('once text was handed out', async () => {
    const { run, started } = stage({ scripts: { acme: says(init('first'), { type: 'message', content: { text: 'half', is_partial: true } }, overloaded) } })
    const { types, result } = await run({ fallback })
    expect(types).toEqual(['acme init', 'acme message', 'acme error'])
    expect(result).toMatchObject({ backend: 'acme', content: 'half', error: { code: 'backend_error' } })
    expect(result).not.toHaveProperty('fallback')
    expect(started).toHaveLength(1)
  })

  test.each<ErrorCode>(['invalid_request', 'unsupported', 'payload_too_large', 'authentication_error', 'permission_denied', 'plugin_invalid', 'backend_output_invalid', 'timeout', 'cancelled', 'session_busy', 'internal_error', 'backend_error'])('after %s', async (code) => {
    const { run, started } = stage({ scripts: { acme: says(init('first'), failed(code, { status: 400 })) } })
    expect((await run({ fallback })).types).toEqual(['acme init', 'acme error'])
    expect(started).toHaveLength(1)
  })

  test('where clinvk itself has no place for another run', async () => {
    const { run } = stage({ scripts: { acme: cannotStart(new ClinvkError('overloaded', 'no slot for another run')) } })
    await expect(run({ fallback })).rejects.toMatchObject({ code: 'overloaded' })
  })

  test('where the first refuses the request', async () => {
    const { run } = stage({ backends: { acme: sampleBackend({ capabilities: {} }) } })
    await expect(run({ fallback, max_turns: 3 })).rejects.toMatchObject({ code: 'unsupported', backend: 'acme' })
  })

  test('once the run was cancelled', async () => {
    const stop = new AbortController()
    const { run, started } = stage({
      scripts: {
        acme: async function* () {
          stop.abort()
          yield overloaded
        },
      },
    })
    expect((await run({ fallback }, stop.signal)).types).toEqual(['acme error'])
    expect(started).toHaveLength(1)
  })

  test('while planning the next one hangs and the run is cancelled', async () => {
    const stop = new AbortController()
    const find = () => {
      stop.abort()
      return new Promise<undefined>(() => undefined)
    }
    const { run, store } = stage({ scripts: { acme: acmeFails }, backends: { other: sampleBackend({ name: 'other', find }) } })
    const { types, result } = await run({ fallback }, stop.signal)
    expect(types).toEqual(['acme warning', 'acme error'])
    expect(result.error?.code).toBe('cancelled')
    expect((await store.list()).sessions).toMatchObject([{ status: 'error' }])
  })
})

describe('where all fail', () => {
  test('the last failure counts, with every attempt in its details', async () => {
    const { run, store } = stage({ scripts: { acme: acmeFails, other: says(failed('backend_rate_limited')), third: says(init('third'), failed('backend_error', { status: 500, exit_code: 3 })) } })
    const { types, result } = await run({ fallback })
    expect(types).toEqual(['acme warning', 'other warning', 'third init', 'third error'])
    expect(result).toMatchObject({ backend: 'third', error: { code: 'backend_error', details: { exit_code: 3, attempts: [{ backend: 'acme' }, { backend: 'other', code: 'backend_rate_limited' }, { backend: 'third' }] } } })
    expect(result.fallback).toHaveLength(2)
    expect((await store.list()).sessions).toMatchObject([{ backend: 'third', status: 'error' }])
  })

  test('a last one that cannot even be started ends the stream', async () => {
    const { run } = stage({ scripts: { acme: acmeFails }, backends: { other: sampleBackend({ name: 'other', title: 'Other', find: () => Promise.resolve(undefined) }) } })
    const { types, result } = await run({ fallback: ['other'] })
    expect(types).toEqual(['acme warning', 'other error'])
    expect(result).toMatchObject({ backend: 'other', error: { code: 'backend_unavailable', details: { attempts: [{ backend: 'acme' }, { backend: 'other' }] } }, fallback: [{ backend: 'acme' }] })
  })

  test('and the last one only cannot take the request, the failure of the one before counts', async () => {
    const { run } = stage({ scripts: { acme: acmeFails }, backends: { other: sampleBackend({ name: 'other', capabilities: {} }) } })
    const { types, result } = await run({ fallback: ['other'], max_turns: 3 })
    expect(types).toEqual(['acme warning', 'acme error'])
    expect(result).toMatchObject({ backend: 'acme', error: { code: 'backend_error', details: { status: 529, attempts: [{ backend: 'acme' }, { backend: 'other', code: 'unsupported' }] } } })
  })

  test('and none could be started, nothing was begun', async () => {
    const gone = (name: string) => sampleBackend({ name, title: name, find: () => Promise.resolve(undefined) })
    const { run, store } = stage({ backends: { acme: gone('acme'), other: gone('other') } })
    await expect(run({ fallback: ['other'] })).rejects.toMatchObject({ code: 'backend_unavailable', backend: 'other', details: { attempts: [{ backend: 'acme' }, { backend: 'other' }] } })
    expect((await store.list()).total).toBe(0)
  })
})

describe('the limit of time', () => {
  test('is one for all attempts', async () => {
    const slow: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 30))
      yield overloaded
    }
    const { run, started } = stage({ scripts: { acme: slow, other: says(failed('timeout', { timeout_secs: 9 })) } })
    const { result } = await run({ fallback, timeout_secs: 20 })
    expect(started[0]?.timeoutMs).toBe(20_000)
    expect(started[1]?.timeoutMs).toBeLessThanOrEqual(19_975)
    expect(result.error).toMatchObject({ code: 'timeout', details: { timeout_secs: 20 } })
  })

  test('that is used up leaves nothing for another', async () => {
    const slow: Script = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 30))
      yield overloaded
    }
    const { run, started } = stage({ scripts: { acme: slow } })
    expect((await run({ fallback, timeout_secs: 0.01 })).result.error).toMatchObject({ code: 'timeout', details: { timeout_secs: 0.01 } })
    expect(started).toHaveLength(1)
  })
})

describe('a fallback list is refused before anything starts', () => {
  test.each<[readonly string[], Given['config'], Partial<ClinvkError>]>([
    [['nope'], {}, { code: 'backend_not_found', message: expect.stringContaining('the fallback list cannot be used: unknown backend "nope"') as unknown as string }],
    [['other'], { backends: { other: { enabled: false } } }, { code: 'backend_disabled', hint: 'Take it out of the list, or enable it.' }],
    [['other', 'other'], {}, { code: 'invalid_request', message: 'the fallback list asks the backend "other" a second time' }],
    [['acme'], {}, { code: 'invalid_request', message: 'the fallback list asks the backend "acme" a second time' }],
  ])('%j', async (names, config = {}, expected) => {
    const { run, started } = stage({ config })
    await expect(run({ fallback: names })).rejects.toMatchObject(expected)
    expect(started).toEqual([])
  })

  test('a configured one that names an unknown backend, by its key', async () => {
    await expect(stage({ config: { run: { fallback: ['nope'] } } }).run()).rejects.toMatchObject({ code: 'backend_not_found', message: expect.stringContaining('run.fallback cannot be used') })
  })

  test('where a conversation goes on; a configured one does not apply there', async () => {
    const { run, store, started } = stage({ scripts: { acme: says(overloaded) }, config: { run: { fallback: ['other'] } } })
    const { id } = await store.create({ backend: 'acme', working_dir: tmpdir(), backend_session_id: 'known' })
    await expect(run({ session_id: id, fallback: ['other'] })).rejects.toMatchObject({ code: 'invalid_request', message: 'a conversation that goes on cannot fall back to other: only its own backend knows it' })
    const { types } = await run({ session_id: id })
    expect(types).toEqual(['acme error'])
    expect(started.map(({ backend }) => backend.name)).toEqual(['acme'])
  })

  test("beside a CLI's own screen", async () => {
    await expect(stage().planRun.screen({ cwd: tmpdir(), via: 'cli', fallback: ['other'] })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('but a dry run shows what is started first', async () => {
    expect((await stage().planRun.execute({ prompt: 'hi', cwd: tmpdir(), via: 'cli', fallback }, true)).backend.name).toBe('acme')
  })
})

test('a run that nobody listens to any more asks no other backend, and is saved as given up', async () => {
  const { prompt, store, started } = stage({ scripts: { acme: acmeFails } })
  for await (const event of prompt.execute({ prompt: 'hi', cwd: tmpdir(), via: 'cli', fallback }, new AbortController().signal)) {
    expect(event.type).toBe('warning')
    break
  }
  expect(started).toHaveLength(1)
  expect((await store.list()).sessions).toMatchObject([{ status: 'error', backend: 'other' }])
})
