import { expect, test } from 'vitest'
import { inputText } from '../src/index.ts'

test('the text of a request is its text parts with a blank line between them', () => {
  const image = { type: 'image', media_type: 'image/png', data: 'AA==' } as const
  expect(inputText({ input: [{ type: 'text', text: ' one ' }, image, { type: 'text', text: 'two' }] })).toBe(' one \n\ntwo')
  expect(inputText({ input: [image] })).toBe('')
})
