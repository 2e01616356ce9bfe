import { tmpdir } from 'node:os'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import type { CompareDefinition } from '../../src/schema/compare.ts'
import type { ListBackends } from '../../src/service/list-backends.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'
import { type CompareEvent, type CompareOptions, type CompareResult, RunCompare } from '../../src/service/run-compare.ts'
import { runItem } from '../../src/service/run-item.ts'
import { RunParallel } from '../../src/service/run-parallel.ts'
import { configWith } from './registered.ts'

const known = [
  { name: 'a', available: true, enabled: true },
  { name: 'b', available: true, enabled: true },
  { name: 'gone', available: false, enabled: true },
  { name: 'off', available: true, enabled: false },
]

interface Ran {
  readonly asked: PromptRequest[]
  readonly most: number
  readonly events: CompareEvent[]
  readonly result: CompareResult
}

async function compare(definition: CompareDefinition, options: Partial<CompareOptions> = {}, list = known): Promise<Ran> {
  const asked: PromptRequest[] = []
  let [running, most] = [0, 0]
  const one = {
    execute: async (request: PromptRequest) => {
      asked.push(request)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      const error = request.backend === 'gone' ? { error: { code: 'backend_unavailable', message: 'not there' } as const } : {}
      return runItem({ backend: request.backend ?? '', content: `${request.backend} says`, duration_seconds: 0, ...error }, { start: new Date(), ms: 1 })
    },
  }
  const plan = {
    nameOf: (name?: string) => name ?? 'a',
    checkName: (name?: string) => {
      if (!known.some((backend) => backend.name === name)) throw new ClinvkError('backend_not_found', `unknown backend "${name}"`)
    },
  }
  const service = new RunCompare(new RunParallel({ config: configWith(), one, plan, places: 64 }), { execute: () => Promise.resolve({ backends: list, problems: [] }) } as unknown as ListBackends, plan)
  const run = service.execute(definition, { cwd: tmpdir(), via: 'cli', signal: new AbortController().signal, ...options })
  const events: CompareEvent[] = []
  for (;;) {
    const next = await run.next()
    if (next.done === true) return { asked, most, events, result: next.value }
    events.push(next.value)
  }
}

describe('a comparison', () => {
  test('asks every backend the same, at once, and tells the answers in order', async () => {
    const { asked, most, result, events } = await compare({ prompt: 'hi', backends: ['b', ' a'], model: 'm', sandbox_mode: 'read-only', timeout_secs: 5 })
    expect(asked).toMatchObject([{ backend: 'b' }, { backend: 'a' }])
    for (const request of asked) expect(request).toMatchObject({ prompt: 'hi', model: 'm', sandbox_mode: 'read-only', timeout_secs: 5, ephemeral: true, fallback: [] })
    expect(most).toBe(2)
    expect(result).toMatchObject({ prompt: 'hi', backends: ['b', 'a'], completed: 2, failed: 0, results: [{ backend: 'b', output: 'b says' }, { backend: 'a', output: 'a says' }] })
    expect(result.results[0]).not.toHaveProperty('index')
    expect(events[0]).toEqual({ type: 'asked', backends: ['b', 'a'], skipped: [] })
  })

  test('asks one after the other where that is wanted', async () => {
    expect((await compare({ prompt: 'hi', backends: ['a', 'b'], sequential: true })).most).toBe(1)
  })

  test('of all backends leaves out those that are not there, and says which', async () => {
    const { result } = await compare({ prompt: 'hi', all_backends: true })
    expect(result.backends).toEqual(['a', 'b'])
    expect(result.skipped).toEqual([{ backend: 'gone', reason: 'is not available' }, { backend: 'off', reason: 'is disabled in config' }])
  })

  test('has failed where a named one is not there, or leaves it out where that is wanted', async () => {
    expect((await compare({ prompt: 'hi', backends: ['a', 'gone'] })).result).toMatchObject({ completed: 1, failed: 1, results: [{}, { exit_code: 2, error: { code: 'backend_unavailable' } }] })
    expect((await compare({ prompt: 'hi', backends: ['gone', 'a'] }, { skipUnavailable: true })).result).toMatchObject({ backends: ['a'], skipped: [{ backend: 'gone' }] })
    expect((await compare({ prompt: 'hi', backends: ['gone'] }, { skipUnavailable: true, dryRun: true })).result.backends).toEqual(['gone'])
  })

  test.each([
    [{ prompt: ' ', backends: ['a'] }, 'prompt is required'],
    [{ prompt: 'x' }, 'specify backends with --backends or use --all-backends'],
    [{ prompt: 'x', backends: ['', ' '] }, 'specify backends'],
    [{ prompt: 'x', backends: ['a', 'b', 'a '] }, 'backend "a" is named twice'],
    [{ prompt: 'x', backends: ['a'], all_backends: true }, 'contradict each other'],
    [{ prompt: 'x', backends: ['a', 'nope'] }, 'unknown backend "nope"'],
    [{ prompt: 'x', backends: ['a'], max_tokens: 3 }, 'max_tokens is 3'],
  ])('is refused: %j', async (definition, message) => {
    await expect(compare(definition)).rejects.toThrow(message)
  })

  test.each(['http', 'mcp'] as const)('over %s is refused in words of the request', async (via) => {
    await expect(compare({ prompt: 'x' }, { via })).rejects.toMatchObject({ message: 'backends are required', hint: expect.stringContaining('"all_backends": true') })
    await expect(compare({ prompt: ' ', backends: ['a'] }, { via })).rejects.toMatchObject({ message: 'prompt is required', hint: 'Send "prompt".' })
  })

  test('is refused where no backend is left', async () => {
    await expect(compare({ prompt: 'x', backends: ['gone'] }, { skipUnavailable: true })).rejects.toMatchObject({ code: 'backend_unavailable', message: 'no available backends to compare' })
    await expect(compare({ prompt: 'x', all_backends: true }, {}, [])).rejects.toMatchObject({ code: 'backend_unavailable' })
  })
})
