import { expect, test } from 'vitest'
import { sseEvent } from '../../src/http/sse.ts'

test('what some readers take for the end of a line stands in no line', () => {
  const text = 'a\u2028b\u2029c\u0085d\u000Be\fg\u001Ch\ri\nj'
  const written = sseEvent(JSON.stringify({ text }), 'message')
  // As Python's str.splitlines() splits, in which clients of httpx and requests read their lines.
  expect(written.split(/[\n\r\v\f\u001C-\u001E\u0085\u2028\u2029]/)).toHaveLength(4)
  const data = written.split('\n')[1] ?? ''
  expect(JSON.parse(data.slice('data: '.length))).toEqual({ text })
})
