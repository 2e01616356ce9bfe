import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { type Sandbox, until } from '../sandbox.ts'
import { type Asking, mcpClis, toolResults } from './mcp-clis.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))

/** A server over HTTP, and the key that it wants. */
interface Remote {
  readonly url: string
  readonly key: string
}

/** How one real CLI is told of an MCP server, and asked one thing without a screen. */
interface RealClient extends Asking {
  readonly setUp: (sandbox: Sandbox) => void
  readonly args: (sandbox: Sandbox) => readonly string[]
  /** Its own command that tells it of a server over HTTP; the key may come by a variable. */
  readonly add: (remote: Remote) => readonly string[]
  readonly addedArgs: readonly string[]
}

/** The variable from which Codex CLI takes a key. */
const keyVariable = 'KEY_OF_CLINVK'

const server = (sandbox: Sandbox) => ({ command: process.execPath, args: [clinvk, 'mcp'], env: { ...sandbox.env } })
const clients: readonly RealClient[] = [
  {
    name: 'claude',
    asks: 'codex',
    tool: 'mcp__clinvk__clinvk_prompt',
    setUp: (sandbox) => sandbox.write('mcp.json', JSON.stringify({ mcpServers: { clinvk: { command: process.execPath, args: [clinvk, 'mcp'] } } })),
    args: (sandbox) => ['-p', 'ask the other one', '--mcp-config', `${sandbox.root}/mcp.json`, '--strict-mcp-config', '--allowedTools', 'mcp__clinvk__clinvk_prompt'],
    add: ({ url, key }) => ['mcp', 'add', '--transport', 'http', 'clinvk', url, '--header', `Authorization: Bearer ${key}`],
    addedArgs: ['-p', 'ask the other one', '--allowedTools', 'mcp__clinvk__clinvk_prompt'],
  },
  {
    name: 'codex',
    asks: 'gemini',
    tool: 'mcp__clinvk.clinvk_prompt',
    setUp: (sandbox) => {
      const { command, args, env } = server(sandbox)
      // It starts its servers with few variables; what the other CLI needs has to be named. Unless it is required, it does not wait for one either.
      const variables = Object.entries(env).map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`)
      const text = [`[mcp_servers.clinvk]`, `command = ${JSON.stringify(command)}`, `args = ${JSON.stringify(args)}`, 'default_tools_approval_mode = "approve"', 'required = true', '[mcp_servers.clinvk.env]', ...variables]
      sandbox.write('home/.codex/config.toml', `${readFileSync(join(sandbox.home, '.codex/config.toml'), 'utf8')}\n${text.join('\n')}\n`)
    },
    args: () => ['exec', '--skip-git-repo-check', 'ask the other one'],
    add: ({ url }) => ['mcp', 'add', 'clinvk', '--url', url, '--bearer-token-env-var', keyVariable],
    addedArgs: ['exec', '--skip-git-repo-check', '-c', 'mcp_servers.clinvk.default_tools_approval_mode="approve"', 'ask the other one'],
  },
  {
    name: 'gemini',
    asks: 'claude',
    tool: 'mcp_clinvk_clinvk_prompt',
    setUp: (sandbox) => sandbox.write('home/.gemini/settings.json', JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } }, mcpServers: { clinvk: { ...server(sandbox), trust: true } } })),
    args: () => ['-m', 'gemini-2.5-flash', '--approval-mode', 'yolo', '--skip-trust', '-p', 'ask the other one'],
    add: ({ url, key }) => ['mcp', 'add', '--scope', 'user', '--transport', 'http', '--trust', 'clinvk', url, '--header', `X-Api-Key: ${key}`],
    addedArgs: ['-m', 'gemini-2.5-flash', '--approval-mode', 'yolo', '--skip-trust', '-p', 'ask the other one'],
  },
]

const clis = mcpClis()

test.each(clients.map((client) => [client.name, client.asks, client] as const))('%s asks %s through clinvk, and gets its answer', async (name, _asks, client) => {
  client.setUp(clis.sandbox)
  const { own, other } = clis.script(client)
  const { code, stdout, stderr } = await clis.run(name, client.args(clis.sandbox))
  expect(stdout, `${stderr}\n${toolResults(own)}`).toContain('it said PONG-4711')
  expect(code).toBe(0)
  expect(other.requests.at(-1)?.prompt).toContain('PING from the first')
  // The client may end before the server that it started has noticed.
  await until(() => clis.sandbox.processes().length === 0, 'the end of clinvk mcp')
})

test.each(clients.map((client) => [client.name, client.asks, client] as const))('%s asks %s through a clinvk that it reaches over HTTP, with a key', async (name, _asks, client) => {
  if (name === 'gemini') clis.sandbox.write('home/.gemini/settings.json', JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } }))
  const key = 'key-for-the-client'
  const server = await startMcpHttp(clis.sandbox, [], { CLINVK_API_KEYS: key })
  const added = await clis.run(name, client.add({ url: server.url, key }))
  expect(added.code, added.stderr).toBe(0)
  const { own, other } = clis.script(client)
  const { code, stdout, stderr } = await clis.run(name, client.addedArgs, { [keyVariable]: key })
  expect(stdout, `${stderr}\n${toolResults(own)}`).toContain('it said PONG-4711')
  expect(code).toBe(0)
  expect(other.requests.at(-1)?.prompt).toContain('PING from the first')
  server.child.kill('SIGTERM')
  const { stderr: log, code: end } = await server.ended
  expect(end).toBe(0)
  expect(log).toContain('"key":"env-1"')
  expect(log).not.toContain(key)
  expect(clis.sandbox.processes()).toEqual([])
})

/** How Codex CLI reaches clinvk again from inside of a run. */
const wayBack: readonly { readonly way: string; readonly setUp: (codex: RealClient) => Promise<{ readonly stop: () => Promise<unknown> }> }[] = [
  {
    way: 'over standard input and output',
    setUp: async (codex) => {
      codex.setUp(clis.sandbox)
      return { stop: async () => {} }
    },
  },
  {
    way: 'over HTTP',
    setUp: async () => {
      const { url, child, ended } = await startMcpHttp(clis.sandbox)
      const lines = ['[mcp_servers.clinvk]', `url = ${JSON.stringify(url)}`, 'default_tools_approval_mode = "approve"', 'required = true']
      clis.sandbox.write('home/.codex/config.toml', `${readFileSync(join(clis.sandbox.home, '.codex/config.toml'), 'utf8')}\n${lines.join('\n')}\n`)
      return {
        stop: () => {
          child.kill('SIGTERM')
          return ended
        },
      }
    },
  },
]

test.each(wayBack)('a CLI that clinvk runs, and that calls clinvk $way, which runs it again, is stopped with a clear error', async ({ setUp }) => {
  const codex = clients.find(({ name }) => name === 'codex') as RealClient
  const { stop } = await setUp(codex)
  const model = clis.model('codex')
  const again = { name: codex.tool, input: { backend: 'codex', prompt: 'once more', ephemeral: true } }
  model.script(({ tool_results: results }) => (results.length === 0 ? { tools: [again] } : { text: [/nested runs/.test(results.join()) ? 'the loop was stopped' : 'no word of a loop'] }))
  const run = await clis.sandbox.run(['-b', 'codex', '--json', 'begin'])
  // Each of the three gets the answer of the one that it called; the innermost was refused.
  expect(run.json(), run.stderr).toMatchObject({ exit_code: 0 })
  expect(model.requests.map(({ tool_results: results }) => /nested runs of itself/.test(results.join())).filter(Boolean)).toHaveLength(1)
  expect(model.requests.filter(({ tool_results: results }) => results.length === 0)).toHaveLength(3)
  await stop()
  expect(clis.sandbox.processes()).toEqual([])
})
