import { expect, test } from 'vitest'
import { readMessage } from '../../src/mcp/incoming.ts'

const request = { jsonrpc: '2.0', id: 1, method: 'tools/call' }

test.each([
  ['a null for what is not said', { name: 'x', arguments: null, _meta: null }, { name: 'x' }],
  ['a null for the token of progress', { name: 'x', _meta: { progressToken: null } }, { name: 'x', _meta: {} }],
  ['nulls for capabilities that it has not', { capabilities: { roots: null, sampling: {} }, clientInfo: { name: 'x', title: null } }, { capabilities: { sampling: {} }, clientInfo: { name: 'x' } }],
  ['the wish to have a task of it', { name: 'x', task: { ttl: 1000 } }, { name: 'x' }],
  ['the task that it is a part of', { name: 'x', _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'x' }, progressToken: 1 } }, { name: 'x', _meta: { progressToken: 1 } }],
  ['nothing else: a null among arguments is for the tool', { name: 'x', arguments: { a: null, task: 1 } }, { name: 'x', arguments: { a: null, task: 1 } }],
])('a client does not mean %s', (_what, params, meant) => {
  expect(readMessage({ ...request, params })).toEqual({ message: { ...request, params: meant } })
})

test('parameters that are null are none', () => {
  expect(readMessage({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: null })).toEqual({ message: { jsonrpc: '2.0', id: 1, method: 'tools/list' } })
})
