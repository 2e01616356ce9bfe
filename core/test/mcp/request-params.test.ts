import { ResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { expect, test } from 'vitest'
import { connected } from './connected.ts'

test.each([
  ['tools/call', {}, 'params.name of "tools/call" does not fit: Invalid input: expected string, received undefined'],
  ['tools/call', undefined, 'params of "tools/call"'],
  ['tools/call', { name: 'clinvk_backends', arguments: 'SECRET' }, 'params.arguments of "tools/call"'],
  ['prompts/get', { name: 'review', arguments: { workdir: 7 } }, 'params.arguments.workdir of "prompts/get"'],
  ['resources/read', {}, 'params.uri of "resources/read"'],
  ['logging/setLevel', { level: 'SECRET' }, 'params.level of "logging/setLevel"'],
  ['tools/list', { cursor: 7 }, 'params.cursor of "tools/list"'],
  ['tools/list', { cursor: 'x' }, '"tools/list" has no page "x": it is answered whole'],
  ['prompts/list', { cursor: 'x' }, '"prompts/list" has no page "x"'],
  ['resources/list', { cursor: 'x' }, '"resources/list" has no page "x"'],
  ['resources/templates/list', { cursor: 'x' }, '"resources/templates/list" has no page "x"'],
])('%s with %j is a fault of the request, of which it is told where it is', async (method, params, said) => {
  const { client } = await connected()
  const error = await client.request({ method, params } as never, ResultSchema).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(said), data: { code: 'invalid_request', hint: expect.any(String), details: { location: expect.stringMatching(/^params/) } } })
  expect(JSON.stringify(error)).not.toContain('SECRET')
  await client.ping()
})

test('an empty cursor is the beginning', async () => {
  const { client } = await connected()
  expect((await client.listTools({ cursor: '' })).tools).toHaveLength(10)
})
