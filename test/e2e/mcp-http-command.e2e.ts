import { describe, expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { startListening } from '../serving.ts'

const stage = mcpStage()

describe('the command line', () => {
  test.each([
    ['--transport sse', ['--transport', 'sse'], 1, 'unsupported transport: sse (supported: stdio, http)'],
    ['--port without http', ['-p', '9000'], 1, '--port means nothing over standard input and output'],
    ['--host without http', ['--host', '::1'], 1, '--host means nothing'],
    ['--path without http', ['--transport', 'stdio', '--path', '/x'], 1, '--path means nothing'],
    ['--expose-health without http', ['--expose-health'], 1, '--expose-health means nothing'],
    ['--json without http', ['--json'], 1, '--json means nothing'],
    ['a path that is none', ['--transport', 'http', '--path', 'mcp'], 1, '--path "mcp" is no path'],
    ['a path that is taken', ['--transport', 'http', '--path', '/health', '--expose-health'], 3, 'mcp.http_path "/health" is a path of the HTTP API'],
    ['an address that others reach, without keys', ['--transport', 'http', '--host', '0.0.0.0', '-p', '0'], 3, 'refused to listen on 0.0.0.0 without API keys'],
  ] as const)('refuses %s', async (_title, args, exit, said) => {
    const { code, stdout, stderr } = await stage.sandbox.run(['mcp', ...args], { stdin: '' })
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(said)
  })

  test('wins over the environment, which wins over the file', async () => {
    stage.sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  transport: stdio\n  http_path: /file\n  port: 1\n  expose_health: true\n')
    const { child, banner, url } = await startListening(stage.sandbox, ['mcp', '-p', '0', '--json'], { env: { CLINVK_MCP_TRANSPORT: 'http', CLINVK_MCP_HTTP_PATH: '/environment', CLINVK_MCP_PORT: '2' } })
    expect(banner).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/environment$/), path: '/environment', pid: child.pid })
    expect((await fetch(new URL('/health', url))).status).toBe(200)
    child.kill('SIGTERM')
  })

  test('answers GET /health where that is asked for, to those with a key', async () => {
    const { url } = await startMcpHttp(stage.sandbox, ['--expose-health'], { CLINVK_API_KEYS: 'one' })
    const health = new URL('/health', url)
    expect((await fetch(health)).status).toBe(401)
    const answer = await fetch(health, { headers: { 'X-Api-Key': 'one' } })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ status: 'degraded', session_store: expect.anything() })])
  })
})
