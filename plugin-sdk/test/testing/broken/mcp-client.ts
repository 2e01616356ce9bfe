import type { McpClient, McpInstallation, McpPlace, McpServerEntry } from '../../../src/index.ts'
import { tinyBackend } from '../tiny-backend.ts'
import { type Broken, broken } from './broken.ts'

const tiny = tinyBackend.mcpClient as McpClient
const client = (fault: string, change: Partial<McpClient>, ...found_by: string[]): Broken => broken(fault, { mcpClient: { ...tiny, ...change } }, ...found_by)
const installation = (fault: string, change: (made: McpInstallation, server: McpServerEntry, place: McpPlace) => Partial<McpInstallation>, ...found_by: string[]): Broken =>
  client(fault, {
    installation: (server, place) => {
      const made = tiny.installation(server, place)
      return { ...made, ...change(made, server, place) }
    },
  }, ...found_by)

let calls = 0

/** Clients of MCP that are not told of a server as it was asked for. */
export const brokenMcpClients: readonly Broken[] = [
  client('a scope twice', { scopes: ['user', 'user'] }, 'mcpClient: names scopes, each once, and whether it can be told to trust'),
  installation('a file without a folder', () => ({ file: '.tiny.json' }), 'mcpClient: says which file changes, and hands the server to the CLI word for word'),
  installation('arguments in one word', (_made, { name, args }) => ({ add: ['mcp', 'add', name, args.join(' ')] }),
    'mcpClient: says which file changes, and hands the server to the CLI word for word', 'mcpClient: trust makes a difference'),
  installation('the value of a variable', ({ add }, _server, { env }) => ({ add: [`--env=KIT_API_KEY=${env['KIT_API_KEY']}`, ...add] }), 'mcpClient: is pure, and writes no value of a variable'),
  installation('a number that grows', ({ add }) => ({ add: [...add, String((calls += 1))] }), 'mcpClient: is pure, and writes no value of a variable'),
  installation('trust that is ignored', ({ add }) => ({ add: add.filter((word) => word !== '--trust') }), 'mcpClient: trust makes a difference'),
  installation('an error without a code', () => ({ has: (text) => Object.hasOwn(JSON.parse(text) as object, 'x') }), 'mcpClient: a file that makes no sense is refused by a coded error, or has no such server'),
]
