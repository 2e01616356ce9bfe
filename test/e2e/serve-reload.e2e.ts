import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { Sandbox, until } from '../sandbox.ts'
import { type Listening, startServe } from '../serving.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
})
afterEach(() => sandbox.remove())

/** Another address of this machine: a server that listens on 127.0.0.1 is not there. */
const elsewhere = '127.0.0.2'

/** What `clinvk serve` and `clinvk mcp` have in common: a section of the configuration for the address, and a path that wants a key. */
const servers: readonly { readonly name: string; readonly section: string; readonly path: string; readonly start: (sandbox: Sandbox) => Promise<Listening> }[] = [
  { name: 'clinvk serve', section: 'server', path: '/api/v1/backends', start: (place) => startServe(place) },
  { name: 'clinvk mcp', section: 'mcp', path: '/mcp', start: (place) => startMcpHttp(place) },
]

describe.each(servers)('$name, when its configuration changes', ({ section, path, start }) => {
  const write = (host: string, keys: object) => sandbox.write('home/.clinvk/config.yaml', JSON.stringify(section === 'mcp' ? { mcp: { host }, server: { keys } } : { server: { host, keys } }))
  const key = { ci: { sha256: '2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683' } }
  const listening = async (host = elsewhere) => {
    const server = await start(sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    const ask = async (headers: Record<string, string> = {}) => (await fetch(`http://${host}:${new URL(server.url).port}${path}`, { headers })).status
    return { ask, told: (words: string) => until(() => log.includes(words), words) }
  }

  test('stays closed to others where it listens for them, though the file names another address and no keys', async () => {
    write('0.0.0.0', key)
    const { ask, told } = await listening()
    expect(await ask()).toBe(401)
    write('127.0.0.1', {})
    await told('the changed configuration is ignored')
    expect(await ask()).toBe(401)
  })

  test('is not opened by a file that was emptied, and takes what is written then', async () => {
    write('127.0.0.1', key)
    const { ask, told } = await listening('127.0.0.1')
    expect(await ask()).toBe(401)
    sandbox.write('home/.clinvk/config.yaml', '')
    await told('the changed configuration is ignored: it has no API keys any more')
    expect(await ask()).toBe(401)
    sandbox.write('home/.clinvk/config.yaml', JSON.stringify({ server: { keys: { other: key.ci } } }))
    await told('the configuration has changed')
    expect(await ask()).toBe(401)
  })

  test('says which change of its address waits for the next start', async () => {
    write('127.0.0.1', {})
    const { told } = await listening()
    write('0.0.0.0', key)
    await told(`these changes count from the next start of the server: ${section}.host`)
  })
})
