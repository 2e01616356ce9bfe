import { expect, test } from 'vitest'
import { mcpClient } from '../src/mcp-client.ts'

const place = { scope: 'user', cwd: '/w', home: '/home/me', env: {} }
const server = { name: 'clinvk', command: 'clinvk', args: ['mcp'], variables: [], trust: false }
const { has } = mcpClient.installation(server, place)

test('the file is that of the scope', () => {
  expect(mcpClient.installation(server, place).file).toBe('/home/me/.claude.json')
  expect(mcpClient.installation(server, { ...place, env: { CLAUDE_CONFIG_DIR: '/elsewhere' } }).file).toBe('/elsewhere/.claude.json')
  expect(mcpClient.installation(server, { ...place, scope: 'project' }).file).toBe('/w/.mcp.json')
})

test('the server is found where it counts', () => {
  expect(has('{"mcpServers":{"clinvk":{}}}')).toBe(true)
  expect(has('{"mcpServers":{"other":{}},"projects":{"/w":{"mcpServers":{"clinvk":{}}}}}')).toBe(false)
  expect(has('{"numStartups":1}')).toBe(false)
})

test.each(['{"key":"SECRET', '[]', '{"mcpServers":["SECRET"]}', ''])('a file like %j is refused, and not quoted', (text) => {
  expect(() => has(text)).toThrow(expect.objectContaining({ code: 'invalid_request', message: expect.not.stringContaining('SECRET') }))
})
