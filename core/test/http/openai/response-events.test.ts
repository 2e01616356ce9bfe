import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../src/http/compatible/chat-events.ts'
import { responseEvents } from '../../../src/http/openai/response-events.ts'

const head = { created_at: 1, model: 'm', echo: { instructions: 'Be brief.' } }
const outcome = { text: '', thinking: '', usage: { input_tokens: 10, output_tokens: 4, cached_tokens: 3, reasoning_tokens: 2, total_tokens: 14 } }

interface Sent {
  readonly type: string
  readonly sequence_number: number
  readonly output_index?: number
  readonly item_id?: string
  readonly response?: { readonly status: string; readonly output: readonly { readonly id: string; readonly type: string }[]; readonly [member: string]: unknown }
  readonly [member: string]: unknown
}

function parse(text: string): Sent[] {
  return [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, name, data]) => {
    const parsed = JSON.parse(data as string) as Sent
    expect(parsed.type).toBe(name)
    return parsed
  })
}

function format(reasoning = true) {
  return responseEvents(head, { reasoning, idFor: (session) => `resp_${session ?? 'none'}` })
}

function wire(events: readonly ChatEvent[], reasoning = true): Sent[] {
  const writer = format(reasoning)
  return parse(events.map((event) => writer.event(event)).join(''))
}

test('a text comes in the order that the vendor has, numbered from 0', () => {
  const events = wire([{ type: 'began', session_id: 's' }, { type: 'text', text: 'a' }, { type: 'text', text: 'b' }, { type: 'ended', outcome }])
  expect(events.map(({ type }) => type)).toEqual([
    'response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added', 'response.output_text.delta', 'response.output_text.delta',
    'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed',
  ])
  expect(events.map(({ sequence_number: number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(events[0]?.response).toMatchObject({ id: 'resp_s', object: 'response', status: 'in_progress', model: 'm', instructions: 'Be brief.', output: [], store: true, usage: null })
  expect(events[6]).toMatchObject({ item_id: 'msg_s', output_index: 0, content_index: 0, text: 'ab' })
  expect(events[9]?.response).toMatchObject({
    status: 'completed',
    output: [{ id: 'msg_s', type: 'message', status: 'completed', role: 'assistant', content: [{ type: 'output_text', text: 'ab' }] }],
    usage: { input_tokens: 10, input_tokens_details: { cached_tokens: 3 }, output_tokens: 4, output_tokens_details: { reasoning_tokens: 2 }, total_tokens: 14 },
  })
})

test('reasoning comes in items of its own; what the deltas of an item say is what the whole response says', () => {
  const events = wire([{ type: 'began' }, { type: 'thinking', text: 'hm' }, { type: 'text', text: 'a' }, { type: 'thinking', text: 'ah' }, { type: 'text', text: 'b' }, { type: 'ended', outcome }])
  const output = events.at(-1)?.response?.output ?? []
  expect(output.map(({ type, id }) => [type, id])).toEqual([['reasoning', 'rs_none'], ['message', 'msg_none'], ['reasoning', 'rs_none_1'], ['message', 'msg_none_1']])
  expect(events.filter(({ type }) => type === 'response.output_item.done').map(({ item, output_index: index }) => [item, index])).toEqual(output.map((item, index) => [item, index]))
  expect(events.filter(({ type }) => type === 'response.reasoning_summary_text.delta')).toMatchObject([{ item_id: 'rs_none', output_index: 0, summary_index: 0, delta: 'hm' }, { item_id: 'rs_none_1', output_index: 2, delta: 'ah' }])
  expect(events.at(-1)?.response?.['store']).toBe(false)
})

test('who did not ask for reasoning sees none, and an answer without a word is an empty text', () => {
  const events = wire([{ type: 'began' }, { type: 'thinking', text: 'secret' }, { type: 'ended', outcome }], false)
  expect(JSON.stringify(events)).not.toContain('secret')
  expect(events.at(-1)?.response?.output).toMatchObject([{ type: 'message', content: [{ text: '' }] }])
})

test.each([
  ['max_tokens', 'max_output_tokens'],
  ['refusal', 'content_filter'],
])('an answer that ends by %s is incomplete', (reason, told) => {
  const last = wire([{ type: 'began' }, { type: 'text', text: 'a' }, { type: 'ended', outcome: { ...outcome, stop_reason: reason } }]).at(-1)
  expect(last).toMatchObject({ type: 'response.incomplete', response: { status: 'incomplete', incomplete_details: { reason: told }, output: [{ status: 'incomplete' }] } })
})

test('a failure ends the open item and the response; before the first event it is an error', () => {
  const writer = format()
  const error = new ClinvkError('backend_rate_limited', 'too much', { hint: 'Later.' })
  expect(parse(writer.failure(error, 0))).toEqual([{ type: 'error', sequence_number: 0, code: 'rate_limit_exceeded', message: 'too much. Later.', param: null }])
  const before = [writer.event({ type: 'began' }), writer.event({ type: 'text', text: 'a' })].join('')
  const events = parse(writer.failure(error, 2))
  expect(events.map(({ type }) => type)).toEqual(['response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.failed'])
  expect(events.at(-1)?.response).toMatchObject({ status: 'failed', error: { code: 'rate_limit_exceeded', message: 'too much. Later.' }, output: [{ status: 'incomplete', content: [{ text: 'a' }] }] })
  expect(events[0]?.sequence_number).toBe(parse(before).length + 1)
})
