import { expect, test } from 'vitest'
import { answer, listening, plainSurface, send } from '../listening.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

test('a request keeps the name that it brings', async () => {
  const { port } = await listening([answer((ctx) => ctx.state.requestId)])
  const { headers, text } = await send(port, { headers: { 'X-Request-Id': 'trace:7-b.c_d' } })
  expect([headers['x-request-id'], text]).toEqual(['trace:7-b.c_d', 'trace:7-b.c_d'])
})

test.each([undefined, '', 'two words', 'a\tb', '<script>', `x${'y'.repeat(128)}`, '"quoted"'])('a request without a plain name, as with %j, gets a new one', async (given) => {
  const { port } = await listening([answer()])
  const { headers } = await send(port, { headers: given === undefined ? {} : { 'X-Request-Id': given } })
  expect(headers['x-request-id']).toMatch(uuid)
})

test('clients of an API that has a name of its own for it find it there, too', async () => {
  const { port } = await listening([answer()], [{ ...plainSurface, requestIdHeader: 'request-id' }])
  const { headers } = await send(port, { headers: { 'X-Request-Id': 'mine' } })
  expect([headers['request-id'], headers['x-request-id']]).toEqual(['mine', 'mine'])
})
