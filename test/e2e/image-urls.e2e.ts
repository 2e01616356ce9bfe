import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { redPixel } from '../real/case-material.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

const png = Buffer.from(redPixel, 'base64')

let sandbox: Sandbox
let pictures: Server
let asked: string[]
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that keeps what it is given as a picture.
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    `echo started >> '${sandbox.root}/started'`,
    `while [ $# -gt 0 ]; do case "$1" in -i|--image) cp "$2" '${sandbox.root}/seen';; --image=*) cp "\${1#--image=}" '${sandbox.root}/seen';; esac; shift; done`,
    'cat >/dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"red"}}\\n{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  asked = []
})
afterEach(() => {
  sandbox.remove()
  pictures.close()
  pictures.closeAllConnections()
})

const answer: RequestListener = ({ url = '' }, response) => {
  asked.push(url)
  if (url === '/moved') response.writeHead(302, { Location: '/a.png' }).end()
  else response.end(png)
}

async function listen(server: Server): Promise<number> {
  pictures = server.listen(0, '127.0.0.1')
  await once(pictures, 'listening')
  return (pictures.address() as AddressInfo).port
}

/** How a picture is named on each surface. */
const surfaces: readonly [path: string, body: (url: string) => object][] = [
  ['/openai/v1/chat/completions', (url) => ({ messages: [{ role: 'user', content: [{ type: 'text', text: 'which colour' }, { type: 'image_url', image_url: { url } }] }] })],
  ['/openai/v1/responses', (url) => ({ input: [{ role: 'user', content: [{ type: 'input_text', text: 'which colour' }, { type: 'input_image', image_url: url }] }] })],
  ['/anthropic/v1/messages', (url) => ({ max_tokens: 5, messages: [{ role: 'user', content: [{ type: 'text', text: 'which colour' }, { type: 'image', source: { type: 'url', url } }] }] })],
]
const ask = (server: string, path: string, body: object) => fetch(server + path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'anthropic-version': '2023-06-01' }, body: JSON.stringify({ model: 'codex', ...body }) })
const started = () => existsSync(`${sandbox.root}/started`)

describe.each(surfaces)('a picture by its URL at %s', (path, body) => {
  test('is not fetched for who may not ask that backend, or asks for one that is not there', async () => {
    const port = await listen(createPlain(answer))
    const origin = `http://127.0.0.1:${port}`
    sandbox.write('home/.clinvk/config.yaml', JSON.stringify({ server: { image_urls: [origin], keys: { other: { env: 'CLINVK_KEY_OTHER', backends: ['claude'] } } }, backends: { claude: { enabled: false } } }))
    const { url } = await startServe(sandbox, [], { env: { CLINVK_KEY_OTHER: 'k' } })
    const refused = async (model: string) => (await fetch(url + path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Api-Key': 'k', 'anthropic-version': '2023-06-01' }, body: JSON.stringify({ model, ...body(`${origin}/a.png`) }) })).status
    expect([await refused('codex'), await refused('claude')]).toEqual([403, 503])
    expect(asked).toEqual([])
  })

  test('reaches the CLI where its host is allowed; what leads elsewhere does not', async () => {
    const port = await listen(createPlain(answer))
    const server = await startServe(sandbox, [], { env: { CLINVK_SERVER_IMAGE_URLS: `http://127.0.0.1:${port}` } })
    const refused = await ask(server.url, path, body(`http://127.0.0.1:${port}/moved`))
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('a picture could not be fetched: it leads to another URL')])
    const other = await ask(server.url, path, body(`http://localhost:${port}/a.png`))
    expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('pictures are not fetched from this URL')])
    expect([asked, started()]).toEqual([['/moved'], false])
    const taken = await ask(server.url, path, body(`http://127.0.0.1:${port}/a.png`))
    expect(taken.status, await taken.clone().text()).toBe(200)
    expect(readFileSync(`${sandbox.root}/seen`)).toEqual(png)
    server.child.kill('SIGTERM')
    expect((await server.ended).stderr).not.toContain('a.png')
  })

  test('is refused while none is allowed, and nothing is asked or started', async () => {
    const port = await listen(createPlain(answer))
    const server = await startServe(sandbox)
    for (const url of [`http://127.0.0.1:${port}/a.png`, 'https://example.com/a.png', 'file:///etc/hostname']) {
      const response = await ask(server.url, path, body(url))
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('server.image_urls')])
    }
    expect([asked, started()]).toEqual([[], false])
  })
})

const openssl = spawnSync('openssl', ['version']).status === 0
if (!openssl) process.stdout.write('openssl is not there: pictures over TLS are not tested\n')

test.runIf(openssl)('over TLS the certificate has to be one that is trusted', async () => {
  const [key, cert] = [`${sandbox.root}/key.pem`, `${sandbox.root}/cert.pem`]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const port = await listen(createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, answer) as unknown as Server)
  const [path, body] = surfaces[0] as (typeof surfaces)[number]
  const origin = `https://localhost:${port}`
  const wary = await startServe(sandbox, [], { env: { CLINVK_SERVER_IMAGE_URLS: origin } })
  const refused = await ask(wary.url, path, body(`${origin}/a.png`))
  expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining('its host cannot be reached'), type: 'invalid_request_error', param: 'messages[0].content[1].image_url.url', code: 'invalid_image_url' } })
  expect(asked).toEqual([])
  const trusting = await startServe(sandbox, [], { env: { CLINVK_SERVER_IMAGE_URLS: origin, NODE_EXTRA_CA_CERTS: cert } })
  expect((await ask(trusting.url, path, body(`${origin}/a.png`))).status).toBe(200)
  expect(readFileSync(`${sandbox.root}/seen`)).toEqual(png)
})
