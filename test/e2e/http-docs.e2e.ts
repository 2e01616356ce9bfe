import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'

let sandbox: Sandbox
let server: Serving
beforeAll(async () => {
  sandbox = new Sandbox()
  sandbox.write('home/.clinvk/config.yaml', 'server:\n  metrics_enabled: true\n')
  server = await startServe(sandbox, [], { env: { CLINVK_API_KEYS: 'a-key' } })
})
afterAll(() => sandbox.remove())

const get = (path: string) => fetch(`${server.url}${path}`)

test('the document and its page need no key, and what they describe does', async () => {
  const document = (await (await get('/openapi.json')).json()) as any
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'clinvk', version: server.banner['version'] } })
  const yaml = await get('/openapi.yaml')
  expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
  const lines = (await yaml.text()).split('\n')
  expect(lines[0]).toBe('openapi: 3.1.0')
  expect(lines.filter((line) => /^ {2}\/\S*:$/.test(line)).map((line) => line.trim().slice(0, -1))).toEqual(Object.keys(document.paths))
  const page = await get('/docs')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';")
  const html = await page.text()
  expect(html).not.toMatch(/https?:|<script>|\/\//)
  for (const [, file] of html.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)) expect((await get(`/${file}`)).status).toBe(200)
  expect((await get('/docs/..%2fbundle%2fmain.js')).status).toBe(400)
  expect((await get('/docs/LICENSE')).status).toBe(400)
  expect((await get('/api/v1/backends')).status).toBe(401)
})

test('every operation of the document is served', async () => {
  const { paths } = (await (await get('/openapi.json')).json()) as { paths: Record<string, Record<string, object>> }
  let asked = 0
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const answer = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, 'feedfeed')}`, { method: method.toUpperCase(), headers: { 'X-Api-Key': 'a-key' } })
      const text = await answer.text()
      expect(text, `${method} ${path}`).not.toContain('there is nothing at')
      expect(answer.status, `${method} ${path}`).not.toBe(405)
      asked += 1
    }
  }
  expect(asked).toBeGreaterThan(15)
})

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => tryPath(name)).find((path) => path !== undefined)

test('the page works in a browser that reaches nothing else', async (context) => {
  if (chromium === undefined) return context.skip('no Chromium is installed here')
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--virtual-time-budget=10000', '--enable-logging=stderr', '--v=0']
  const run = (name: string, ...more: string[]) => promisify(execFile)(chromium, [...flags, `--user-data-dir=${sandbox.tmp}/${name}`, ...more, `${server.url}/docs`], { env: { HOME: sandbox.home, PATH: process.env['PATH'] ?? '' }, maxBuffer: 64 * 1024 * 1024, timeout: 100_000 })
  const picture = join(sandbox.tmp, 'docs.png')
  const [{ stdout, stderr }] = await Promise.all([run('reads', '--dump-dom'), run('draws', `--screenshot=${picture}`, '--window-size=1200,1600')])
  for (const said of ['Run one prompt', 'List sessions', '/api/v1/chain', 'Fork a session']) expect(stdout).toContain(said)
  expect(stderr).not.toMatch(/Content Security Policy|Uncaught|ERR_/)
  expect(stdout).not.toMatch(/Failed to load|errors-wrapper/)
  expect(existsSync(picture)).toBe(true)
  const keep = process.env['CLINVK_TEST_SCREENSHOT']
  if (keep !== undefined) copyFileSync(picture, keep)
})

function tryPath(name: string): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return undefined // not installed
  }
}
