import { PassThrough } from 'node:stream'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { OpenCalls } from '../../src/mcp/open-calls.ts'
import { StdioTransport } from '../../src/mcp/stdio-transport.ts'

let input: PassThrough
let written: any[]
let heard: JSONRPCMessage[]
let transport: StdioTransport
let calls: OpenCalls
beforeEach(async () => {
  input = new PassThrough()
  written = []
  heard = []
  calls = new OpenCalls()
  transport = new StdioTransport({ input, write: async (text) => void written.push(JSON.parse(text)) }, calls)
  transport.onmessage = (message) => void heard.push(message)
  await transport.start()
})

const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } } } as const
/** Writes lines and waits until they have been read. */
const say = async (...lines: (string | object)[]) => {
  for (const line of lines) input.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
  await new Promise((resolve) => setImmediate(resolve))
}

describe('what is no message is answered with an error, and the next one is read', () => {
  test.each([
    ['half a document', '{"jsonrpc"', -32700, null],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600, null],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":5,"method":"ping"}', -32600, 5],
    ['a text', '"hello"', -32600, null],
    ['null', 'null', -32600, null],
    ['a method that is a number', '{"jsonrpc":"2.0","id":"a","method":7}', -32600, 'a'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600, null],
  ])('%s', async (_title, line, code, id) => {
    await say(line, { jsonrpc: '2.0', id: 9, method: 'ping' })
    expect(written).toEqual([{ jsonrpc: '2.0', id, error: { code, message: expect.any(String) } }])
    expect(heard).toMatchObject([{ id: 9, method: 'ping' }])
  })

  test('a line of more than 10 MiB, of which nothing is kept', async () => {
    const piece = 'x'.repeat(1024 * 1024)
    for (let index = 0; index < 12; index += 1) await new Promise((resolve) => input.write(piece, resolve))
    await say('', { jsonrpc: '2.0', id: 9, method: 'ping' })
    expect(written).toEqual([{ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'a message has more than 10485760 bytes' } }])
    expect(heard).toMatchObject([{ id: 9 }])
  })
})

test('messages may come in pieces, several at once, with empty lines, and without a line end at last', async () => {
  const text = `\r\n${JSON.stringify(initialize)}\r\n\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n{"jsonrpc":"2.0","id":"ü","method":"ping"}`
  for (const byte of Buffer.from(text)) input.write(Buffer.from([byte]))
  const ended = new Promise<void>((resolve) => (transport.ended = resolve))
  input.end()
  await ended
  expect(heard).toMatchObject([{ method: 'initialize' }, { method: 'notifications/initialized' }, { id: 'ü' }])
  expect(written).toEqual([])
})

describe('the session', () => {
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' } as const

  test('is initialized before anything but a ping is asked', async () => {
    await say({ jsonrpc: '2.0', id: 0, method: 'ping' }, list)
    expect(heard).toMatchObject([{ method: 'ping' }])
    expect(written).toMatchObject([{ id: 2, error: { code: -32600, message: 'the session is not initialized: send "initialize" first' } }])
    await say(initialize, list)
    expect(heard).toHaveLength(3)
  })

  test('is initialized once; an attempt that was refused does not count', async () => {
    await say(initialize)
    await transport.send({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'no' } })
    await say({ ...initialize, id: 2 })
    await transport.send({ jsonrpc: '2.0', id: 2, result: {} })
    await say({ ...initialize, id: 3 })
    expect(heard).toHaveLength(2)
    expect(written.at(-1)).toMatchObject({ id: 3, error: { message: 'the session is initialized already' } })
  })

  test('has one request at work under an id', async () => {
    await say(initialize)
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} })
    await say(list, list)
    expect(written.at(-1)).toMatchObject({ id: 2, error: { message: 'the id 2 is that of a request at work' } })
    await transport.send({ jsonrpc: '2.0', id: 2, result: {} })
    await say(list)
    expect(heard).toHaveLength(3)
  })

  test('is idle when every request has its answer or is cancelled', async () => {
    await say(initialize, list, { ...list, id: 3 })
    let idle = false
    const waiting = calls.idle().then(() => (idle = true))
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} })
    await transport.send({ jsonrpc: '2.0', id: 2, result: {} })
    expect(idle).toBe(false)
    calls.cancel(3)
    await waiting
    await calls.idle()
  })

  test.each([[0], [''], [5], ['a']])('keeps the id %j of what was cancelled until its work has ended, whose answer is for nobody', async (id) => {
    await say(initialize)
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} })
    await say({ ...list, id })
    calls.cancel(id)
    await say({ ...list, id })
    expect(written.at(-1)).toMatchObject({ id, error: { message: `the id ${JSON.stringify(id)} is that of a request at work` } })
    const before = written.length
    await transport.send({ jsonrpc: '2.0', id, result: { of: 'the first' } })
    expect(written).toHaveLength(before)
    await say({ ...list, id })
    await transport.send({ jsonrpc: '2.0', id, result: { of: 'the second' } })
    expect(written.slice(before)).toEqual([{ jsonrpc: '2.0', id, result: { of: 'the second' } }])
  })
})
