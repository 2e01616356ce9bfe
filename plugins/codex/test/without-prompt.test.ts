import { expect, test } from 'vitest'
import { withoutPrompt } from '../src/without-prompt.ts'

const prompt = 'Write a letter to my landlord\nabout the broken heating in the kitchen.'

test.each([
  [`Error: cannot answer "${prompt.replace('\n', ' ')}".`, 'Error: cannot answer "[prompt]".'],
  ['bad input near "the broken heating in the kitchen."', 'bad input near "[prompt]"'],
  ['refused "about the broken heating in" and "Write a letter to my landlord"', 'refused "[prompt]" and "[prompt]"'],
])('%s', (message, expected) => {
  expect(withoutPrompt(message, prompt)).toBe(expected)
})

test('a message that only shares words stays', () => {
  expect(withoutPrompt('the letter is broken', prompt)).toBe('the letter is broken')
  expect(withoutPrompt('model not found', 'model')).toBe('model not found')
})
