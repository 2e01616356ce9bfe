import { join } from 'node:path'
import { ClinvkError, type McpClient } from '@clinvk/plugin-sdk'

/**
 * `claude mcp add`. It hands its whole environment to the servers, so no variable has to be named. The scope `local`, a part of the user's
 * file for one directory, is left out: which directory that is depends on the repository around it.
 */
export const mcpClient: McpClient = {
  scopes: ['user', 'project'],
  trust: false,
  installation: ({ name, command, args }, { scope, cwd, home, env }) => {
    const file = scope === 'project' ? join(cwd, '.mcp.json') : join(env['CLAUDE_CONFIG_DIR'] || home, '.claude.json')
    return {
      file,
      add: ['mcp', 'add', '--scope', scope, name, '--', command, ...args],
      remove: ['mcp', 'remove', '--scope', scope, name],
      has: (text) => servers(text, file).includes(name),
      notes: [
        `Claude Code asks before it uses the tools; in print mode they need --allowedTools mcp__${name}.`,
        ...(scope === 'project' ? ['Claude Code asks each user of the project whether to use what stands in .mcp.json.'] : []),
      ],
    }
  },
}

/** Names of the servers in a file. What the parser says may quote the file, so it is not passed on. */
function servers(text: string, file: string): string[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw unreadable(file, 'it is not valid JSON')
  }
  const found = isObject(content) ? (content['mcpServers'] ?? {}) : undefined
  if (!isObject(found)) throw unreadable(file, 'it, or "mcpServers" in it, is no JSON object')
  return Object.keys(found)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unreadable(file: string, why: string): ClinvkError {
  return new ClinvkError('invalid_request', `Claude Code cannot be told of an MCP server in ${file}: ${why}`, { hint: 'Repair the file, or move it away, and try again.' })
}
