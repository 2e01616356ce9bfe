import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, test } from 'vitest'
import { type Asking, mcpClis, toolResults } from './mcp-clis.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))

/** One real CLI that is told of the server, and asked one thing without a screen. */
interface Told extends Asking {
  readonly flags: readonly string[]
  /** How it lists its servers, and what it says of ours. */
  readonly list: readonly string[]
  readonly listed: RegExp
  readonly args: readonly string[]
}

const rows: readonly Told[] = [
  { name: 'claude', asks: 'codex', flags: [], tool: 'mcp__clinvk__clinvk_prompt', list: ['mcp', 'list'], listed: /^clinvk: \S+ \S+ mcp - ✔ Connected$/m, args: ['-p', 'ask the other one', '--allowedTools', 'mcp__clinvk'] },
  { name: 'codex', asks: 'gemini', flags: ['--trust'], tool: 'mcp__clinvk.clinvk_prompt', list: ['mcp', 'list', '--json'], listed: /"name": "clinvk",\s+"enabled": true/, args: ['exec', '--skip-git-repo-check', 'ask the other one'] },
  { name: 'gemini', asks: 'claude', flags: ['--trust'], tool: 'mcp_clinvk_clinvk_prompt', list: ['mcp', 'list'], listed: /✓ clinvk: \S+ \S+ mcp \(stdio\) - Connected/, args: ['-m', 'gemini-2.5-flash', '-p', 'ask the other one'] },
]

const clis = mcpClis()
beforeEach(() => {
  clis.sandbox.write('home/.gemini/settings.json', '{\n  // mine\n  "security": { "auth": { "selectedType": "gemini-api-key" } }\n}\n')
  // Gemini CLI starts no servers elsewhere, and keeps the key of another CLI from them: that one has it in its own settings.
  clis.sandbox.env['GEMINI_CLI_TRUST_WORKSPACE'] = 'true'
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } = clis.sandbox.env
  clis.sandbox.write('home/.claude/settings.json', JSON.stringify({ env: { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } }))
})

/** What the CLI says of its servers; Gemini CLI says it on stderr. */
const listing = async (name: string, args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await clis.run(name, args)
  return `${stdout}\n${stderr}`.replaceAll(/\u001b\[[\d;]*m/g, '')
}

test.each(rows)('$name is told of the server, lists it, asks $asks through it, and forgets it again', async ({ name, asks, flags, tool, list, listed, args }) => {
  const installed = await clis.sandbox.run(['mcp', 'install', name, ...flags, '--json'])
  expect(installed.code, installed.stdout).toBe(0)
  expect(installed.json()).toMatchObject({ backend: name, command: [process.execPath, clinvk, 'mcp'], replaced: false })
  expect(await listing(name, list)).toMatch(listed)

  const { own, other } = clis.script({ name, asks, tool })
  const { code, stdout, stderr } = await clis.run(name, args)
  expect(stdout, `${stderr}\n${toolResults(own)}`).toContain('it said PONG-4711')
  expect(code).toBe(0)
  expect(other.requests.at(-1)?.prompt).toContain('PING from the first')

  expect((await clis.sandbox.run(['mcp', 'install', name, '--json'])).json()['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('already') })
  const again = await clis.sandbox.run(['mcp', 'install', name, '--force', '--json'])
  expect(again.json(), again.stderr).toMatchObject({ replaced: true, backup: expect.any(String) })
  const { undo } = installed.json() as { readonly undo: string }
  const undone = await clis.run('/bin/sh', ['-c', undo])
  expect(undone.code, undone.stderr).toBe(0)
  expect(await listing(name, list)).not.toMatch(listed)
  expect(clis.sandbox.processes()).toEqual([])
})

test.each([
  ['claude', '.claude.json', '{"half'],
  ['codex', '.codex/config.toml', 'model = [\n'],
  ['gemini', '.gemini/settings.json', '{"half'],
] as const)('a broken file of %s stays as it is', async (name, file, text) => {
  clis.sandbox.write(`home/${file}`, text)
  const { code, json } = await clis.sandbox.run(['mcp', 'install', name, '--json'])
  expect(code).not.toBe(0)
  expect(json()['error']).toMatchObject({ message: expect.any(String), hint: expect.any(String) })
  expect(readFileSync(`${clis.sandbox.home}/${file}`, 'utf8')).toBe(text)
})

test.each([['claude', '.mcp.json'], ['gemini', '.gemini/settings.json']])('%s is told in a project', async (name, file) => {
  const { code, stdout } = await clis.sandbox.run(['mcp', 'install', name, '--scope', 'project', '--json'])
  expect(code, stdout).toBe(0)
  expect(JSON.parse(readFileSync(`${clis.sandbox.work}/${file}`, 'utf8'))).toMatchObject({ mcpServers: { clinvk: { args: [clinvk, 'mcp'] } } })
})
