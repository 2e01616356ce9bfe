import { expect, test } from 'vitest'
import { answerText, type EventContent, type RunEvent } from '../src/index.ts'

const message = (content: EventContent['message']): RunEvent => ({ type: 'message', content })
const piece = (text: string, id?: string): RunEvent => message({ text, is_partial: true, ...(id === undefined ? {} : { id }) })
const whole = (text: string, id?: string): RunEvent => message({ text, ...(id === undefined ? {} : { id }) })

test.for<[what: string, events: RunEvent[], text: string]>([
  ['no events are no text', [], ''],
  ['pieces of one id are appended', [piece('a', '1'), piece('b', '1')], 'ab'],
  ['pieces of two ids are two messages, though they alternate', [piece('a', '1'), piece('x', '2'), piece('b', '1')], 'ab\n\nx'],
  ['a whole text replaces the pieces of its id', [piece('vo', '1'), piece('id', '1'), whole('good', '1')], 'good'],
  ['a whole text of another id replaces nothing', [piece('a', '1'), whole('b', '2')], 'a\n\nb'],
  ['an empty whole text voids the pieces', [piece('a', '1'), whole('', '1'), piece('b', '2')], 'b'],
  ['pieces without an id are one message', [piece('a'), piece('b')], 'ab'],
  ['a whole text without an id replaces the open pieces and closes the message',
    [piece('a'), whole('ab'), whole('c'), piece('d')], 'ab\n\nc\n\nd'],
  ['other events are no text', [{ type: 'thinking', content: { text: 'hm' } }, piece('a'), { type: 'done', content: {} }], 'a'],
])('%s', ([, events, text]) => {
  expect(answerText(events)).toBe(text)
})
