import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { oneAtATime } from '../../src/http/one-at-a-time.ts'

/** A server that keeps what it has taken, and a client that has sent these paths without waiting. */
async function pipelined(...paths: string[]): Promise<{ readonly taken: { readonly path: string; readonly res: ServerResponse }[]; readonly client: Socket; readonly said: () => string }> {
  const taken: { path: string; res: ServerResponse }[] = []
  const server = createServer(oneAtATime((req, res) => taken.push({ path: req.url ?? '', res })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let said = ''
  client.on('data', (chunk: Buffer) => (said += String(chunk)))
  client.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''))
  return { taken, client, said: () => said }
}

test('requests that are sent ahead are taken when the answers before them have left, each with its connection', async () => {
  const { taken, said } = await pipelined('/a', '/b', '/c')
  for (const path of ['/a', '/b', '/c']) {
    await vi.waitUntil(() => taken.at(-1)?.path === path)
    expect(taken.at(-1)?.res.socket).not.toBeNull()
    taken.at(-1)?.res.end(`[${path}]`)
  }
  await vi.waitUntil(() => said().includes('[/c]'))
  expect(said()).toMatch(/\[\/a\].*\[\/b\].*\[\/c\]/s)
  expect(taken).toHaveLength(3)
})

test('a client that goes takes with it what it has sent ahead', async () => {
  const { taken, client } = await pipelined('/a', '/b')
  await vi.waitUntil(() => taken.length === 1)
  const closed = once(taken[0]?.res as ServerResponse, 'close')
  client.destroy()
  await closed
  expect(taken.map(({ path }) => path)).toEqual(['/a'])
})

test('a client that sends ahead without end loses its connection', async () => {
  const { taken, client } = await pipelined('/first', ...Array.from({ length: 101 }, (_one, index) => `/${index}`))
  await once(client, 'close')
  expect(taken.map(({ path }) => path)).toEqual(['/first'])
})

test('one that sends a hundred ahead, and again, is served', async () => {
  const paths = Array.from({ length: 101 }, (_one, index) => `/${index}`)
  const { taken, client, said } = await pipelined(...paths)
  for (let round = 1; round <= 2; round += 1) {
    for (let number = 1; number <= 101; number += 1) {
      await vi.waitUntil(() => taken.length === 101 * (round - 1) + number)
      taken.at(-1)?.res.end('.')
    }
    if (round === 1) client.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''))
  }
  await vi.waitUntil(() => said().split('HTTP/1.1 200').length === 203)
})
