import { AnswerText, type EventContent } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { AnswerPieces } from '../../../src/service/chat/answer-pieces.ts'

type Message = EventContent['message']

const pieces = (events: readonly Message[]) => {
  const answer = new AnswerPieces()
  return events.map((event) => answer.add(event))
}

test.each<[string, readonly Message[]]>([
  ['pieces of one message and then the whole', [{ id: 'a', text: 'Hel', is_partial: true }, { id: 'a', text: 'lo', is_partial: true }, { id: 'a', text: 'Hello!' }]],
  ['several messages', [{ id: 'a', text: 'one' }, { id: 'b', text: 'tw', is_partial: true }, { id: 'b', text: 'two' }]],
  ['messages without ids', [{ text: 'a', is_partial: true }, { text: 'ab' }, { text: 'c' }]],
  ['empty ones', [{ id: 'a', text: '' }, { id: 'b', text: 'b' }, { id: 'c', text: '', is_partial: true }]],
])('%s add up to the answer', (_what, events) => {
  const answer = new AnswerText()
  for (const event of events) answer.add(event)
  expect(pieces(events).map((piece) => ('append' in piece ? piece.append : '!')).join('')).toBe(answer.text)
})

test('a text that changes is told, and so is one that grows behind another', () => {
  expect(pieces([{ id: 'a', text: 'one', is_partial: true }, { id: 'a', text: 'two' }]).at(-1)).toEqual({ replaced: true })
  expect(pieces([{ id: 'a', text: 'one', is_partial: true }, { id: 'b', text: 'b' }, { id: 'a', text: 'one more' }]).at(-1)).toEqual({ replaced: true })
})
