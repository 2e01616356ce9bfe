import { expect, test } from 'vitest'
import { mcpClient } from '../src/mcp-client.ts'

const place = { scope: 'user', cwd: '/w', home: '/home/me', env: {} }
const server = { name: 'clinvk', command: 'clinvk', args: ['mcp'], variables: ['A_KEY'], trust: false }
const { has, more, file } = mcpClient.installation(server, place)

test('the file stands in CODEX_HOME where that is set', () => {
  expect(file).toBe('/home/me/.codex/config.toml')
  expect(mcpClient.installation(server, { ...place, env: { CODEX_HOME: '/elsewhere' } }).file).toBe('/elsewhere/config.toml')
})

test.each([
  '[mcp_servers.clinvk]\ncommand = "x"\n',
  '[mcp_servers."clinvk"] # mine\n',
  '[mcp_servers.clinvk.env]\nA = "b"\n',
  '[mcp_servers]\nother = { command = "x" }\nclinvk = { command = "x" }\n',
  'mcp_servers.clinvk.command = "x"\n',
  'mcp_servers = { other = { command = "x" }, clinvk = { command = "y" } }\n',
])('the server is found in %j', (text) => {
  expect(has(text)).toBe(true)
})

test.each(['', '[mcp_servers.clinvk2]\n', '# [mcp_servers.clinvk]\n', 'x = """\n[mcp_servers.clinvk]\n"""\n', '[other.clinvk]\n', '[mcp_servers.other]\nclinvk = "x"\n'])('it is not found in %j', (text) => {
  expect(has(text)).toBe(false)
})

test('what the command cannot write stands at the top of the entry, and nowhere else', () => {
  const before = '[mcp_servers.clinvk2]\ncommand = "z"\n\n[mcp_servers.clinvk]\ncommand = "clinvk"\nargs = ["mcp"]\n\n[mcp_servers.clinvk.env]\nX = "y"\n'
  expect(more?.write(before)).toBe(before.replace('[mcp_servers.clinvk]\n', '[mcp_servers.clinvk]\nenv_vars = ["A_KEY"]\ntool_timeout_sec = 600\n'))
  expect(() => more?.write('[mcp_servers.other]\n')).toThrow('no line [mcp_servers.clinvk]')
})
