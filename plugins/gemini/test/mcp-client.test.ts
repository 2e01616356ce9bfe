import { expect, test } from 'vitest'
import { mcpClient } from '../src/mcp-client.ts'

const place = { scope: 'user', cwd: '/w', home: '/home/me', env: {} }
const server = { name: 'clinvk', command: 'clinvk', args: ['mcp'], variables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'GEMINI_CLI_AUTH'], trust: true }
const { has, notes = [] } = mcpClient.installation(server, place)

test('the file is that of the scope', () => {
  expect(mcpClient.installation(server, place).file).toBe('/home/me/.gemini/settings.json')
  expect(mcpClient.installation(server, { ...place, env: { GEMINI_CLI_HOME: '/elsewhere' } }).file).toBe('/elsewhere/.gemini/settings.json')
  expect(mcpClient.installation(server, { ...place, scope: 'project' }).file).toBe('/w/.gemini/settings.json')
})

test('the server is found beside comments', () => {
  expect(has('{\n  // mine\n  "mcpServers": { "clinvk": {} }\n}')).toBe(true)
  expect(has('{ "mcpServers": { "other": {} } } // clinvk')).toBe(false)
  expect(has('{}')).toBe(false)
})

test.each(['{"key":"SECRET', '[]', '{"mcpServers":["SECRET"]}'])('a file like %j is refused, and not quoted', (text) => {
  expect(() => has(text)).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.not.stringContaining('SECRET') }))
})

test('variables that the CLI keeps from its servers are told', () => {
  expect(notes.join()).toContain('keeps ANTHROPIC_API_KEY from its MCP servers')
})
