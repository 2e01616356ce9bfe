import { describe, expect, test } from 'vitest'
import { literalPrompt } from '../src/literal.ts'

describe('an @ that Gemini CLI would act on gets a backslash', () => {
  test.each([
    ['look at @a.txt', 'look at \\@a.txt'],
    ['bob@example.com', 'bob\\@example.com'],
    ['(@types/node).', '(\\@types/node).'],
    ['@"a b.txt"', '\\@"a b.txt"'],
    ['@/etc/hostname @../x @~/x @./x', '\\@/etc/hostname \\@../x \\@~/x \\@./x'],
    ['@@a', '\\@\\@a'],
    ['@.hidden @..', '\\@.hidden \\@..'],
    ['a\u00a0@b', 'a\u00a0\\@b'],
    ['@server:resource://x', '\\@server:resource://x'],
    ['line\n@Override', 'line\n\\@Override'],
  ])('%j', (prompt, sent) => expect(literalPrompt(prompt).text).toBe(sent))
})

describe('any other text stays as it is', () => {
  test.each(['a @ b', '@', 'x @. y', '@, @! (@)', '\\@a.txt', 'plain text\n', '-p hi', '--help', '!ls', '// comment', '/* c */', ' /help', 'é 😀 \u2028'])(
    '%j',
    (prompt) => expect(literalPrompt(prompt)).toEqual({ text: prompt, escaped: 0 }),
  )
})

test('a line feed keeps a slash command from being run', () => {
  expect(literalPrompt('/help me').text).toBe('\n/help me')
  expect(literalPrompt('/').text).toBe('\n/')
  expect(literalPrompt('/see @a').text).toBe('\n/see \\@a')
})

test('counts what it changed', () => {
  expect(literalPrompt('@a @b @ c').escaped).toBe(2)
})
