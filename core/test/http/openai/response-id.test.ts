import { expect, test } from 'vitest'
import { isPassedOver, itemId, placeOf, placeOfMessage, responseId } from '../../../src/http/openai/response-id.ts'

const session = 'a'.repeat(32)

test.each([session, 'b'.repeat(16)])('the id of a kept response names its session %s and its turn', (id) => {
  const response = responseId({ session: id, turn: 4711 })
  expect(response).toBe(`resp_${id}00001267`)
  expect(placeOf(response)).toEqual({ session: id, turn: 4711 })
  expect(placeOfMessage(itemId('msg', response))).toEqual({ session: id, turn: 4711 })
})

test('the id of one that is not kept is new each time and names nothing', () => {
  const response = responseId(undefined)
  expect(response).toMatch(/^resp_[0-9a-f]{32}$/)
  expect(responseId(undefined)).not.toBe(response)
  expect(placeOf(response)).toBeUndefined()
})

test.each(['', 'resp_', 'resp_1', `resp_${session}00000000`, `resp_${session}0000000g`, `resp_../${session}`, `msg_${session}00000001`, `resp_${session}00000001\n`])('%j names nothing', (id) => {
  expect(placeOf(id)).toBeUndefined()
})

test('reasoning, and what follows it in a text, need not be told again', () => {
  const response = responseId({ session, turn: 1 })
  expect([itemId('rs', response), itemId('rs', response, 1), itemId('msg', response, 1)].every(isPassedOver)).toBe(true)
  expect(isPassedOver(itemId('msg', response))).toBe(false)
  expect(placeOfMessage(itemId('msg', response, 1))).toBeUndefined()
})
