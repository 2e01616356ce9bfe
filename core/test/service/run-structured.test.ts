import type { RunEvent, WireEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { EventFold, type RunResult } from '../../src/service/fold-events.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'
import { runStructured } from '../../src/service/run-structured.ts'

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false }
const asked: PromptRequest = { prompt: 'how many', cwd: '/', via: 'cli', json_schema: schema, images: [{ media_type: 'image/png', data: 'QUJD' }] }

/** A run that gives these events, with its session. */
async function* run(events: readonly RunEvent[], session?: string): AsyncGenerator<WireEvent, RunResult> {
  const fold = new EventFold()
  let sequence = 0
  for (const event of events) {
    fold.add(event)
    sequence += 1
    yield { ...event, backend: 'acme', timestamp: '2026-01-01T00:00:00.000Z', sequence } as WireEvent
  }
  return { ...fold.result('acme', 1), ...(session === undefined ? {} : { session_id: session }) }
}

const answer = (text: string, more: object = {}): RunEvent[] => [
  { type: 'init', content: {} },
  { type: 'message', content: { text: text.slice(0, 3), is_partial: true } },
  { type: 'message', content: { text: text.slice(3), is_partial: true } },
  { type: 'done', content: { token_usage: { input_tokens: 10, output_tokens: 2, cached_tokens: 4 }, cost_usd: 0.1, ...more } },
]

/** All events and the result; `later` are the runs after the first. */
async function structured(first: AsyncGenerator<WireEvent, RunResult>, later: AsyncGenerator<WireEvent, RunResult>[] = [], request = asked) {
  const requests: PromptRequest[] = []
  const events: WireEvent[] = []
  const all = runStructured(request, first, (next) => {
    requests.push(next)
    return Promise.resolve(later.shift() as AsyncGenerator<WireEvent, RunResult>)
  })
  for (;;) {
    const { value, done } = await all.next()
    if (done === true) return { events, requests, result: value }
    events.push(value)
  }
}

describe('an answer that fits', () => {
  test.each([
    ['plain', '{"n": 3}', '{"n": 3}'],
    ['with space around it', '\n {"n": 3}\n', '{"n": 3}'],
    ['in a code fence', '```json\n{"n": 3}\n```\n', '{"n": 3}'],
  ])('%s, comes as one message, and as a value', async (_how, said, text) => {
    const { events, result, requests } = await structured(run(answer(said)))
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([['init', 1], ['message', 2], ['done', 3]])
    expect(events[1]?.content).toEqual({ text, role: 'assistant' })
    expect(events[2]?.content).toMatchObject({ structured_output: { n: 3 } })
    expect(result).toMatchObject({ content: text, structured_output: { n: 3 } })
    expect(requests).toEqual([])
  })

  test("the CLI's own structured answer counts more than its words", async () => {
    const { result } = await structured(run(answer('I thought about it: three.', { structured_output: { n: 3 } })))
    expect(result).toMatchObject({ content: '{"n":3}', structured_output: { n: 3 } })
  })
})

describe('an answer that does not fit', () => {
  test('is asked for once more in its session, without the pictures; both are paid for', async () => {
    const { events, result, requests } = await structured(run(answer('{"n":"three"}'), 'abc'), [run(answer('{"n":3}'), 'abc')])
    expect(requests).toEqual([{ correction: true, prompt: expect.stringContaining('/n: must be integer') as string, cwd: '/', via: 'cli', json_schema: schema, session_id: 'abc' }])
    expect(events.map(({ type }) => type)).toEqual(['init', 'warning', 'init', 'message', 'done'])
    expect(JSON.stringify(events)).not.toContain('three')
    expect(result).toMatchObject({ content: '{"n":3}', duration_seconds: 2, cost_usd: 0.2, usage: { input_tokens: 20, output_tokens: 4, cached_tokens: 8, total_tokens: 24 } })
    expect(result.warnings).toEqual([expect.stringContaining('/n: must be integer')])
  })

  test('without a session it is asked anew, with everything and what went wrong', async () => {
    const { requests } = await structured(run(answer('three')), [run(answer('{"n":3}'))])
    expect(requests).toEqual([{ ...asked, prompt: expect.stringMatching(/^how many\n\nYour answer did not fit the JSON Schema \(it is no JSON\)/) as string }])
  })

  test('twice, is a failure that keeps the answer', async () => {
    const { events, result } = await structured(run(answer('three')), [run(answer('{"n":1,"m":2}'))])
    expect(events.at(-1)).toMatchObject({ type: 'error', content: { code: 'backend_output_invalid' } })
    expect(events.filter(({ type }) => type === 'done' || type === 'message')).toEqual([])
    expect(result).toMatchObject({ content: '{"n":1,"m":2}', error: { code: 'backend_output_invalid', message: expect.stringContaining('("m")') as string } })
  })
})

test('a failed run is not asked again', async () => {
  const failure: RunEvent = { type: 'error', content: { code: 'timeout', message: 'too late' } }
  const { events, result, requests } = await structured(run([{ type: 'init', content: {} }, failure]))
  expect(events.map(({ type }) => type)).toEqual(['init', 'error'])
  expect([result.error?.code, requests]).toEqual(['timeout', []])
})

test('what is no schema starts nothing', async () => {
  let started = false
  const first = (async function* () {
    started = true
    yield* run(answer('{}'))
    return {} as RunResult
  })()
  await expect(structured(first, [], { ...asked, json_schema: { type: 'nonsense' } })).rejects.toMatchObject({ code: 'invalid_request' })
  expect(started).toBe(false)
})

test('who stops listening ends the run', async () => {
  let ended = false
  const first = (async function* (): AsyncGenerator<WireEvent, RunResult> {
    try {
      yield* run(answer('{"n":3}'))
      return {} as RunResult
    } finally {
      ended = true
    }
  })()
  for await (const _event of runStructured(asked, first, () => Promise.reject(new Error('not asked')))) break
  expect(ended).toBe(true)
})
