import { expect, test } from 'vitest'
import { mergeSettings, parseSettings, settingText } from '../src/settings.ts'

test('reads comments, a byte order mark and strings that look like comments', () => {
  const text = '\uFEFF{ // one\n "a": "http://x/*y*/", /* two\n */ "b": "\\"// not a comment" }'
  expect(parseSettings(text)).toEqual({ a: 'http://x/*y*/', b: '"// not a comment' })
})

test('keeps references to variables for the CLI to resolve', () => {
  expect(parseSettings('{"mcpServers":{"x":{"url":"${HOST}/mcp"}}}')).toEqual({ mcpServers: { x: { url: '${HOST}/mcp' } } })
})

test.each(['[]', 'null', '{ broken', ''])('refuses %j', (text) => expect(() => parseSettings(text)).toThrow(SyntaxError))

test('merges objects, replaces everything else and changes neither of them', () => {
  const base = Object.freeze({ general: Object.freeze({ vimMode: true, maxAttempts: 10 }), list: Object.freeze([1, 2]), security: 'odd' })
  expect(mergeSettings(base, { general: { maxAttempts: 1 }, list: [3], security: { auth: { selectedType: 'x' } }, none: undefined })).toEqual({
    general: { vimMode: true, maxAttempts: 1 },
    list: [3],
    security: { auth: { selectedType: 'x' } },
  })
})

test('finds a text by its keys, and nothing where the way ends', () => {
  expect(settingText({ a: { b: 'c' } }, 'a', 'b')).toBe('c')
  expect(settingText({ a: 'x' }, 'a', 'b')).toBeUndefined()
  expect(settingText({ a: { b: 7 } }, 'a', 'b')).toBeUndefined()
})
