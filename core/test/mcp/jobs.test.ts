import { constants } from 'node:buffer'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type JobLimits, Jobs } from '../../src/mcp/jobs.ts'
import { type Tool, tool, type ToolAnswer, type ToolCall } from '../../src/mcp/tool.ts'
import type { Caller } from '../../src/service/caller.ts'

const caller: Caller = { name: 'a', scopes: ['run'], max_permission: 'workspace' }
const call = { input: {}, services: {}, caller } as unknown as ToolCall<never>

/** A tool whose calls the test ends one by one; a call that is aborted ends by itself. */
function held(): { readonly tool: Tool; readonly finish: (answer: ToolAnswer) => void; readonly begun: () => number } {
  const open: ((answer: ToolAnswer) => void)[] = []
  let begun = 0
  const run = ({ signal, report }: ToolCall<object>) =>
    new Promise<ToolAnswer>((resolve) => {
      begun += 1
      report.parts(3)
      open.push(resolve)
      signal.addEventListener('abort', () => resolve({ body: { error: { code: 'cancelled', message: 'x' } }, failed: true }))
    })
  const fields = { type: 'object', properties: {} } as const
  return {
    tool: tool<object>({ name: 'clinvk_prompt', title: 'x', description: 'x', input: fields, output: fields, annotations: {}, scope: 'run', run }),
    finish: (answer) => open.shift()?.(answer),
    begun: () => begun,
  }
}

const jobs = (limits: Partial<JobLimits> = {}) => new Jobs({ debug: () => {}, warn: () => {} }, limits)
const state = (job: { describe(): object }) => (job.describe() as { state: string }).state

describe('jobs of one caller', () => {
  test('are so many at most: one that has ended gives way, one at work does not', async () => {
    const { tool: slow, finish } = held()
    const own = jobs({ jobs: 2 }).of(caller)
    const first = own.start(slow, call)
    const second = own.start(slow, call)
    expect(() => own.start(slow, call)).toThrow('2 jobs are at work in the background already')
    finish({ body: {} })
    await first.ended
    const third = own.start(slow, call)
    expect(own.list()).toEqual([third, second])
    expect(own.find(first.id)).toBeUndefined()
  })

  test('do not take the place of those of another', () => {
    const { tool: slow } = held()
    const all = jobs({ jobs: 1 })
    all.of(caller).start(slow, call)
    const other = all.of({ ...caller, name: 'b' })
    expect(other.list()).toEqual([])
    expect(state(other.start(slow, call))).toBe('running')
  })

  test('keep so many bytes of results: the oldest give way', async () => {
    const { tool: slow, finish } = held()
    const own = jobs({ bytes: 250 }).of(caller)
    const started = [1, 2, 3].map(() => own.start(slow, call))
    for (const job of started) {
      finish({ body: { output: 'x'.repeat(100) } })
      await job.ended
    }
    await Promise.resolve()
    expect(own.list()).toEqual([started[2], started[1]])
  })

  test('say of a result that is too large that it is, and with how many bytes', async () => {
    const { tool: slow, finish } = held()
    const job = jobs({ bytes: 200 }).of(caller).start(slow, call)
    finish({ body: { output: 'x'.repeat(300) } })
    await job.ended
    expect(job.answer).toMatchObject({ failed: true, body: { error: { code: 'payload_too_large', message: expect.stringMatching(/has 313 bytes.*200/), hint: expect.any(String) } } })
    expect(state(job)).toBe('failed')
  })

  test('say so, too, of a result that no text can hold', async () => {
    const { tool: slow, finish } = held()
    const job = jobs().of(caller).start(slow, call)
    const most = 'x'.repeat(constants.MAX_STRING_LENGTH)
    finish({ body: { output: most } }) // as JSON it is longer
    await job.ended
    expect(job.answer).toMatchObject({ failed: true, body: { error: { code: 'payload_too_large', message: expect.stringContaining('more bytes than one text can have'), hint: expect.any(String) } } })
  })

  describe('after their end', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    test.each([
      ['their number', { jobs: 3 }, 3],
      ['the bytes of their results', { bytes: 250 }, 2],
    ])('are held by nothing once they gave way to newer ones, for %s', async (_what, limits, kept) => {
      const { tool: slow, finish } = held()
      const own = jobs(limits).of(caller)
      for (let count = 0; count < 20; count += 1) {
        const job = own.start(slow, call)
        finish({ body: { output: 'x'.repeat(100) } })
        await job.ended
        await Promise.resolve()
      }
      expect([own.list().length, vi.getTimerCount()]).toEqual([kept, kept])
    })

    test('are there for their time, and not longer', async () => {
      const { tool: slow, finish } = held()
      const own = jobs({ keptMs: 1000 }).of(caller)
      const job = own.start(slow, call)
      await vi.advanceTimersByTimeAsync(5000)
      expect(own.find(job.id)).toBe(job) // what is at work stays
      finish({ body: {} })
      await job.ended
      await vi.advanceTimersByTimeAsync(999)
      expect(own.find(job.id)).toBe(job)
      await vi.advanceTimersByTimeAsync(1)
      expect(own.find(job.id)).toBeUndefined()
    })
  })
})

test('the end of the server ends them all, waits for that, and no more begin', async () => {
  const { tool: slow, begun } = held()
  const all = jobs()
  const [one, two] = [all.of(caller).start(slow, call), all.of({ ...caller, name: 'b' }).start(slow, call)]
  await all.end()
  expect([one, two].map(state)).toEqual(['cancelled', 'cancelled'])
  expect(() => all.of(caller).start(slow, call)).toThrow(expect.objectContaining({ code: 'cancelled', message: expect.stringContaining('the server is ending'), hint: expect.any(String) }))
  expect(begun()).toBe(2)
})
