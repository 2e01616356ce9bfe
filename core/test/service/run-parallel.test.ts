import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ParallelDefinition } from '../../src/schema/parallel.ts'
import type { ParallelEvent, ParallelResult } from '../../src/service/parallel-result.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'
import { runItem, type RunItem } from '../../src/service/run-item.ts'
import type { OneOptions } from '../../src/service/run-one.ts'
import { type ParallelOptions, RunParallel } from '../../src/service/run-parallel.ts'
import { configWith } from './registered.ts'

const span = () => ({ start: new Date(), ms: 5 })
const failure = { code: 'backend_error', message: 'bad luck' } as const

/** Answers what it was asked; "fail" fails, "wait" goes on until it is stopped, "words N" says something N times. */
class Program {
  readonly requests: PromptRequest[] = []
  readonly options: OneOptions[] = []
  running = 0
  most = 0

  async execute(request: PromptRequest, options: OneOptions): Promise<RunItem> {
    this.requests.push(request)
    this.options.push(options)
    this.running += 1
    this.most = Math.max(this.most, this.running)
    const backend = request.backend ?? 'acme'
    try {
      await new Promise((resolve) => setImmediate(resolve))
      const [word, count] = request.prompt.split(' ')
      if (word === 'fail') return runItem({ backend, content: '', duration_seconds: 0, error: failure }, span())
      if (word === 'wait') return await this.#wait(backend, options.signal)
      for (let said = 0; word === 'words' && said < Number(count); said++) await options.onEvent?.({ type: 'message', content: { text: 'x' } } as WireEvent)
      return runItem({ backend, content: `answer to ${request.prompt}`, duration_seconds: 0 }, span())
    } finally {
      this.running -= 1
    }
  }

  async #wait(backend: string, signal: AbortSignal): Promise<RunItem> {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    return runItem({ backend, content: 'half', duration_seconds: 0, error: { code: 'cancelled', message: 'the run was cancelled' } }, span())
  }
}

const plan = {
  nameOf: (name?: string) => name || 'acme',
  checkName: (name?: string) => {
    if (name === 'nope') throw new ClinvkError('backend_not_found', 'unknown backend "nope"')
  },
}

interface Given extends Partial<ParallelOptions> {
  readonly places?: number
  readonly config?: { readonly max_workers?: number; readonly fail_fast?: boolean; readonly dry_run?: boolean }
}

function begin(definition: ParallelDefinition, { places = 64, config: change = {}, ...options }: Given = {}, program = new Program()) {
  const { dry_run = false, ...parallel } = change
  const defaults = configWith({ unified_flags: { dry_run } })
  const config = { ...defaults, parallel: { ...defaults.parallel, ...parallel } }
  return { program, events: new RunParallel({ config, one: program, plan, places }).execute(definition, { cwd: tmpdir(), via: 'cli', signal: new AbortController().signal, ...options }) }
}

async function run(definition: ParallelDefinition, given: Given = {}): Promise<{ program: Program; events: ParallelEvent[]; result: ParallelResult }> {
  const { program, events } = begin(definition, given)
  const seen: ParallelEvent[] = []
  for (;;) {
    const next = await events.next()
    if (next.done === true) return { program, events: seen, result: next.value }
    seen.push(next.value)
  }
}

const prompts = (...texts: string[]) => ({ tasks: texts.map((prompt) => ({ prompt })) })

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'clinvk-parallel-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe('a list of tasks', () => {
  test('has a result for each task, in order, with its labels', async () => {
    const { result } = await run({ tasks: [{ prompt: 'a', id: 'one', name: 'first', tags: ['t'], meta: { any: 1 }, metadata: { k: 'v' } }, { prompt: 'fail', backend: 'other' }] })
    expect(result).toMatchObject({ total_tasks: 2, completed: 1, failed: 1, cancelled: 0, fail_fast: false })
    expect(result.results).toMatchObject([
      { index: 0, task_id: 'one', task_name: 'first', tags: ['t'], meta: { any: 1 }, metadata: { k: 'v' }, backend: 'acme', exit_code: 0, status: 'completed', output: 'answer to a' },
      { index: 1, backend: 'other', exit_code: 1, status: 'failed', error: failure },
    ])
    expect(Date.parse(result.end_time) - Date.parse(result.start_time)).toBe(result.total_duration_ms)
  })

  test('keeps tasks apart that have one id', async () => {
    const { result } = await run({ tasks: [{ prompt: 'a', id: 'x' }, { prompt: 'b', id: 'x' }], output_dir: folder() })
    expect(result.results.map(({ output }) => output)).toEqual(['answer to a', 'answer to b'])
    expect(new Set(result.results.map(({ output_file: file }) => file)).size).toBe(2)
  })

  test.each([
    [prompts(), 'no tasks provided'],
    [prompts('a', ' \n'), 'tasks[1]: prompt is required'],
    [{ tasks: [{ prompt: 'a', id: 'x', max_tokens: 5 }] }, 'tasks[0] (x): max_tokens is 5'],
    [{ tasks: [{ prompt: 'a', output_format: 'stream-json' as const }] }, 'tasks[0]: output_format "stream-json"'],
  ])('is refused as a whole, before anything starts: %j', async (definition, message) => {
    const { program, events } = begin(definition)
    await expect(events.next()).rejects.toThrow(message)
    expect(program.requests).toEqual([])
  })

  test.each([0, -1, 1.5])('is refused for %s workers', async (maxParallel) => {
    await expect(run(prompts('a'), { maxParallel })).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining(`max_parallel is ${maxParallel}`) })
  })

  test('says of each task that it started, what it said, and how it ended', async () => {
    const { events } = await run(prompts('words 2'))
    expect(events.map(({ type }) => type)).toEqual(['started', 'task_started', 'task_event', 'task_event', 'task_ended'])
  })

  test('of 1,000 tasks runs all, and never more than its workers', async () => {
    const { program, result } = await run({ tasks: Array.from({ length: 1000 }, (_, index) => ({ prompt: index % 10 === 0 ? 'fail' : `words ${index % 3}` })), max_parallel: 8 })
    expect(result).toMatchObject({ total_tasks: 1000, completed: 900, failed: 100, cancelled: 0 })
    expect(program.most).toBe(8)
  })
})

describe('the number of workers', () => {
  test.each([
    [{ config: { max_workers: 2 } }, undefined, 2],
    [{ config: { max_workers: 2 } }, 4, 4],
    [{ maxParallel: 5 }, 4, 5],
    [{ maxParallel: 10_000, places: 6 }, 4, 6],
    [{ maxParallel: 10_000 }, 4, 9],
  ])('%j and %j in the definition make %i', async (given, max_parallel, workers) => {
    const { program, result } = await run({ ...prompts(...Array.from({ length: 9 }, () => 'words 3')), ...(max_parallel === undefined ? {} : { max_parallel }) }, given)
    expect([result.max_parallel, program.most]).toEqual([workers, workers])
  })
})

describe('fail-fast', () => {
  test.each([
    [{ failFast: true }, undefined, true],
    [{ failFast: false }, true, false],
    [{}, true, true],
    [{ config: { fail_fast: true } }, undefined, true],
    [{ config: { fail_fast: true } }, false, false],
  ])('%j and %j in the definition make %s', async (given, fail_fast, expected) => {
    const { result } = await run({ ...prompts('fail', 'a'), max_parallel: 1, ...(fail_fast === undefined ? {} : { fail_fast }) }, given)
    expect(result.fail_fast).toBe(expected)
    expect(result.completed).toBe(expected ? 0 : 1)
  })

  test('ends what runs, starts nothing more, and counts every task', async () => {
    const { program, result, events } = await run(prompts('wait', 'fail', 'wait', 'a', 'b'), { failFast: true, maxParallel: 3 })
    expect(result).toMatchObject({ total_tasks: 5, completed: 0, failed: 1, cancelled: 4 })
    expect(program.requests.length).toBe(3)
    expect(program.running).toBe(0)
    const [running, , , never] = result.results
    expect(running).toMatchObject({ status: 'cancelled', exit_code: -1, output: 'half', error: { code: 'cancelled', message: 'canceled (fail-fast)' }, start_time: expect.any(String) })
    expect(never).toEqual({ index: 3, backend: 'acme', status: 'cancelled', exit_code: -1, error: { code: 'cancelled', message: 'canceled (fail-fast)' } })
    expect(events.filter(({ type }) => type === 'task_ended').length).toBe(5)
  })

  test('starts nothing where a backend is unknown; without it the others run', async () => {
    const definition = { tasks: [{ prompt: 'a' }, { prompt: 'b', backend: 'nope' }] }
    const strict = await run(definition, { failFast: true })
    expect(strict.program.requests).toEqual([])
    expect(strict.result).toMatchObject({ failed: 1, cancelled: 1 })
    const { result } = await run(definition)
    expect(result).toMatchObject({ completed: 1, failed: 1, results: [{ status: 'completed' }, { exit_code: 2, error: { code: 'backend_not_found' } }] })
  })
})

describe('who asks', () => {
  test('ends everything with a signal, and still gets what there is', async () => {
    const stop = new AbortController()
    const { program, events } = begin(prompts('a', 'wait', 'b', 'wait'), { signal: stop.signal, maxParallel: 1 })
    let next = await events.next()
    while (next.done !== true) {
      if (next.value.type === 'task_started' && next.value.index === 1) stop.abort()
      next = await events.next()
    }
    expect(next.value).toMatchObject({ completed: 1, failed: 0, cancelled: 3 })
    expect(next.value.results[3]).not.toHaveProperty('start_time')
    expect(program.running).toBe(0)
  })

  test('gets nothing but cancelled tasks for a signal that was there before', async () => {
    const { program, result } = await run(prompts('a', 'b'), { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ completed: 0, cancelled: 2 })
    expect(program.requests).toEqual([])
  })

  test('ends everything by leaving', async () => {
    const { program, events } = begin(prompts('wait', 'words 1000', 'wait'), { maxParallel: 2 })
    for await (const event of events) if (event.type === 'task_event') break
    expect(program.running).toBe(0)
  })

  test('may be slow: the tasks wait', async () => {
    const { program, events } = begin(prompts('words 1000'))
    await events.next()
    await events.next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(program.running).toBe(1)
    let more = 0
    while ((await events.next()).done !== true) more += 1
    expect(more).toBe(1001)
  })

  test('says with flags what the tasks say otherwise; tasks are kept in no session unless they say so', async () => {
    const definition = { tasks: [{ prompt: 'a', model: 'm', backend: 'x' }, { prompt: 'b', ephemeral: false, tags: ['t'] }] }
    const { program } = await run(definition, { overrides: { model: 'mine' }, maxParallel: 1 })
    expect(program.requests).toMatchObject([{ model: 'mine', backend: 'x', ephemeral: true }, { model: 'mine', ephemeral: false, tags: ['t'] }])
    expect((await run(definition, { ephemeral: false })).program.requests[0]?.ephemeral).toBe(false)
  })
})

test('a dry run is asked for by flag, definition, configuration, or a single task, and writes no files', async () => {
  const path = join(folder(), 'out')
  const asked = async (definition: ParallelDefinition, given: Given = {}) => (await run({ output_dir: path, ...definition }, { maxParallel: 1, ...given })).program.options.map(({ dryRun }) => dryRun)
  expect(await asked(prompts('a'), { dryRun: true })).toEqual([true])
  expect(await asked({ ...prompts('a'), dry_run: true })).toEqual([true])
  expect(await asked(prompts('a'), { config: { dry_run: true } })).toEqual([true])
  expect(existsSync(path)).toBe(false)
  expect(await asked({ tasks: [{ prompt: 'a', dry_run: true }, { prompt: 'b' }] })).toEqual([true, false])
})

describe('output_dir', () => {
  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

  test('holds a file a task, private and under a plain name, and a summary with all answers', async () => {
    const path = join(folder(), 'new/out')
    const definition = { tasks: [{ prompt: 'a', id: 't/1' }, { prompt: 'fail', name: '../..' }, { prompt: 'c', name: 'ü'.repeat(9) }, { prompt: 'd', id: 'x'.repeat(99) }], output_dir: path }
    const { result } = await run(definition, { keepOutputs: false })
    const long = `004_${'x'.repeat(64)}.json`
    expect(readdirSync(path)).toEqual(['001_t_1.json', '002_task-2.json', '003_task-3.json', long, 'summary.json'])
    for (const name of readdirSync(path)) expect(statSync(join(path, name)).mode & 0o777, name).toBe(0o600)
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(json(join(path, '001_t_1.json'))).toMatchObject({ task: { prompt: 'a', id: 't/1' }, result: { index: 0, output: 'answer to a' } })
    expect(json(join(path, 'summary.json'))).toMatchObject({ total_tasks: 4, completed: 3, failed: 1, results: [{ output: 'answer to a' }, { status: 'failed' }, { output: 'answer to c' }, { output: 'answer to d' }] })
    // The answers are on the disk: nobody holds them.
    expect(result.results.some((item) => 'output' in item)).toBe(false)
    expect(result.results[0]?.output_file).toBe(join(path, '001_t_1.json'))
  })

  test('is there with every result as soon as that is told', async () => {
    const path = folder()
    const { events } = begin({ ...prompts('a', 'b'), output_dir: path }, { maxParallel: 1 })
    for await (const event of events) if (event.type === 'task_ended') expect(existsSync(event.result.output_file ?? '')).toBe(true)
  })

  test('is refused before anything starts where it cannot be a folder', async () => {
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    for (const [output_dir, problem] of [[file, 'is not a directory'], [join(file, 'below'), 'ENOTDIR'], ['/proc/nothing', 'cannot be written to'], [' ', 'its name is empty']] as const) {
      const { program, events } = begin({ ...prompts('a'), output_dir })
      await expect(events.next(), output_dir).rejects.toThrow(problem)
      expect(program.requests).toEqual([])
    }
  })

  test('that goes away in between is told in the result, and the answers are kept', async () => {
    const path = folder()
    const { events } = begin({ ...prompts('a', 'b'), output_dir: path }, { maxParallel: 1, keepOutputs: false })
    let next = await events.next()
    for (; next.done !== true; next = await events.next()) if (next.value.type === 'task_ended' && next.value.index === 0) rmSync(path, { recursive: true })
    expect(next.value).toMatchObject({ completed: 2, output_error: { code: 'internal_error', message: expect.stringContaining('ENOENT') }, results: [{}, { output: 'answer to b' }] })
  })
})

