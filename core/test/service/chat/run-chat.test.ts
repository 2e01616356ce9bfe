import type { RunEvent, WireEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { type ChatStep, runChat } from '../../../src/service/chat/run-chat.ts'
import { EventFold, type RunResult } from '../../../src/service/fold-events.ts'

interface Run {
  readonly events: AsyncGenerator<WireEvent, RunResult>
  /** How many events were asked for, and whether the run was ended. */
  readonly seen: { handed: number; ended: boolean }
}

function run(events: readonly RunEvent[], session?: string): Run {
  const seen = { handed: 0, ended: false }
  const fold = new EventFold()
  const kept = session === undefined ? {} : { session_id: session }
  async function* all(): AsyncGenerator<WireEvent, RunResult> {
    try {
      for (const event of events) {
        fold.add(event)
        seen.handed += 1
        yield { ...event, ...kept, backend: 'acme', timestamp: '', sequence: seen.handed } as WireEvent
      }
      return { ...fold.result('acme', 1), ...kept }
    } finally {
      seen.ended = true
    }
  }
  return { events: all(), seen }
}

async function follow({ events }: Run, stops: readonly string[] = [], live = true) {
  const steps: ChatStep[] = []
  const chat = runChat(events, stops, live)
  for (;;) {
    const { value, done } = await chat.next()
    if (done === true) return { steps, outcome: value }
    steps.push(value)
  }
}

const say = (text: string): RunEvent => ({ type: 'message', content: { text, id: 'm', is_partial: true } })
const init: RunEvent = { type: 'init', content: { model: 'm-1' } }
const done: RunEvent = { type: 'done', content: { model: 'm-1', token_usage: { input_tokens: 3, output_tokens: 2 }, stop_reason: 'end_turn' } }

test('text and reasoning come as they are said; the outcome has everything', async () => {
  const { steps, outcome } = await follow(run([init, { type: 'thinking', content: { text: 'hm', is_partial: true } }, say('a'), say('b'), done], 'abc'))
  expect(steps).toEqual([{ type: 'began', session_id: 'abc' }, { type: 'thinking', text: 'hm' }, { type: 'text', text: 'a' }, { type: 'text', text: 'b' }])
  expect(outcome).toEqual({ text: 'ab', thinking: 'hm', usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 }, model: 'm-1', stop_reason: 'end_turn', session_id: 'abc' })
})

describe.each([true, false])('with a stop sequence (live: %s)', (live) => {
  test('the text is cut and the run ended', async () => {
    const started = run([init, say('one EN'), say('D two'), say('never'), done])
    const { outcome } = await follow(started, ['END'], live)
    expect(outcome).toMatchObject({ text: 'one ', stop: 'END' })
    expect(started.seen).toEqual({ handed: 3, ended: true })
  })

  test('what only began like one is part of the answer', async () => {
    expect((await follow(run([init, say('one EN'), done]), ['END'], live)).outcome.text).toBe('one EN')
  })
})

describe('a text that the CLI takes back', () => {
  const events = [init, say('wrong END'), { type: 'message', content: { text: 'right END more', id: 'm' } }, done] as const

  test('is an error where it was handed out', async () => {
    const started = run(events)
    const { outcome } = await follow(started)
    expect(outcome).toMatchObject({ text: 'wrong END', error: { code: 'backend_output_invalid' } })
    expect(started.seen.ended).toBe(true)
  })

  test('does not matter where nobody has seen it', async () => {
    expect((await follow(run(events), [], false)).outcome).toMatchObject({ text: 'right END more' })
    expect((await follow(run([init, say('wrong'), events[2], done]), ['END'], false)).outcome).toMatchObject({ text: 'right ', stop: 'END' })
  })
})

test('a failure keeps what had come', async () => {
  const { outcome } = await follow(run([init, say('half'), { type: 'error', content: { code: 'timeout', message: 'late' } }]))
  expect(outcome).toMatchObject({ text: 'half', error: { code: 'timeout' } })
})

test('who stops listening ends the run', async () => {
  const started = run([init, say('a'), say('b'), done])
  for await (const _step of runChat(started.events, [], true)) break
  expect(started.seen.ended).toBe(true)
})
