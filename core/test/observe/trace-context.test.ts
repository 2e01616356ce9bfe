import { expect, test } from 'vitest'
import { formatTraceparent, parseTraceparent } from '../../src/observe/trace-context.ts'

const trace = '0af7651916cd43dd8448eb211c80319c'
const span = 'b7ad6b7169203331'

test('a traceparent is read and written', () => {
  const parsed = parseTraceparent(` 00-${trace}-${span}-03 `)
  expect(parsed).toEqual({ trace_id: trace, span_id: span, sampled: true })
  expect(formatTraceparent({ trace_id: trace, span_id: span, sampled: false })).toBe(`00-${trace}-${span}-00`)
})

test('a later version counts, with more parts too', () => {
  expect(parseTraceparent(`01-${trace}-${span}-00-what-comes`)).toEqual({ trace_id: trace, span_id: span, sampled: false })
})

test.each(['', 'x', `00-${trace}-${span}`, `00-${trace}-${span}-01-more`, `ff-${trace}-${span}-01`, `00-${trace.toUpperCase()}-${span}-01`, `00-${'0'.repeat(32)}-${span}-01`, `00-${trace}-${'0'.repeat(16)}-01`, `00-${trace}-${span}-01, 00-${trace}-${span}-01`, `00-${trace}-${span}-01\nX: 1`])('%j is none', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
})
