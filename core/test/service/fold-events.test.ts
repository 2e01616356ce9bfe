import type { RunEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { EventFold } from '../../src/service/fold-events.ts'

function fold(...events: readonly RunEvent[]): EventFold {
  const gathered = new EventFold()
  for (const event of events) gathered.add(event)
  return gathered
}

const piece = (text: string, id?: string): RunEvent => ({ type: 'message', content: { text, is_partial: true, ...(id === undefined ? {} : { id }) } })
const whole = (text: string, id?: string): RunEvent => ({ type: 'message', content: { text, ...(id === undefined ? {} : { id }) } })

describe('the answer', () => {
  test.each([
    ['pieces are joined', [piece('Hel', 'a'), piece('lo', 'a')], 'Hello'],
    ['a whole text replaces its pieces', [piece('Wrong', 'a'), whole('Right', 'a')], 'Right'],
    ['pieces after a whole text are added', [whole('Hel', 'a'), piece('lo', 'a')], 'Hello'],
    ['messages are parted by a blank line, in the order in which they began', [piece('On', 'a'), piece('Two', 'b'), piece('e', 'a')], 'One\n\nTwo'],
    ['an emptied message leaves no gap', [whole('One', 'a'), piece('x', 'b'), whole('', 'b'), whole('Two', 'c')], 'One\n\nTwo'],
    ['pieces without an id are one message', [piece('Hel'), piece('lo')], 'Hello'],
    ['a whole text without an id closes it', [piece('Hel'), whole('Hello'), piece('Next')], 'Hello\n\nNext'],
    ['two whole texts without an id are two', [whole('One'), whole('Two')], 'One\n\nTwo'],
    ['reasoning and tools are no part of it', [{ type: 'thinking', content: { text: 'hm' } }, piece('Hello'), { type: 'tool_use', content: { tool_name: 'x' } }], 'Hello'],
    ['there is none', [], ''],
  ] as [string, RunEvent[], string][])('%s', (_what, events, text) => {
    expect(fold(...events).text).toBe(text)
  })
})

describe('the result', () => {
  test('has all that was told', () => {
    const gathered = fold(
      { type: 'init', content: { model: 'asked' } },
      { type: 'init', content: { backend_session_id: 'their-id' } },
      { type: 'warning', content: { message: 'one', code: 'x' } },
      whole('Hello'),
      { type: 'warning', content: { message: 'two' } },
      { type: 'done', content: { model: 'answered', token_usage: { input_tokens: 10, output_tokens: 5, cached_tokens: 8, reasoning_tokens: 2 }, cost_usd: 0.25, turn_count: 3, stop_reason: 'end', structured_output: { a: 1 }, backend_state: 's' } },
    )
    expect(gathered.result('acme', 1.23456)).toEqual({
      backend: 'acme',
      content: 'Hello',
      backend_session_id: 'their-id',
      model: 'answered',
      duration_seconds: 1.235,
      usage: { input_tokens: 10, output_tokens: 5, cached_tokens: 8, reasoning_tokens: 2, total_tokens: 15 },
      cost_usd: 0.25,
      turn_count: 3,
      stop_reason: 'end',
      structured_output: { a: 1 },
      backend_state: 's',
      warnings: ['one', 'two'],
    })
    expect(gathered.error).toBeUndefined()
  })

  test('leaves out what was not told', () => {
    expect(fold().result('acme', 0)).toEqual({ backend: 'acme', content: '', duration_seconds: 0 })
  })

  test('has the model that was asked for where none is told at the end, and keeps a cost of nothing', () => {
    expect(fold({ type: 'init', content: { model: 'asked' } }, { type: 'init', content: { working_dir: '/' } }, { type: 'done', content: { cost_usd: 0 } }).result('acme', 0)).toMatchObject({ model: 'asked', cost_usd: 0 })
  })

  test('of a failed run has what had arrived, why it failed, and the tokens it took', () => {
    const error = { code: 'timeout', message: 'late' } as const
    const gathered = fold(piece('Hel'), { type: 'token_usage', content: { input_tokens: 3, output_tokens: 1 } }, { type: 'error', content: error })
    expect(gathered.result('acme', 2)).toMatchObject({ content: 'Hel', error, usage: { total_tokens: 4 } })
    expect(gathered.error).toEqual(error)
  })

  test('takes the usage of the end over the one on the way', () => {
    expect(fold({ type: 'token_usage', content: { input_tokens: 3, output_tokens: 1 } }, { type: 'done', content: { token_usage: { input_tokens: 6, output_tokens: 2 } } }).result('acme', 0).usage?.total_tokens).toBe(8)
  })
})
