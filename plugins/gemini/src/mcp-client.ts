import { join } from 'node:path'
import { ClinvkError, type McpClient } from '@clinvk/plugin-sdk'
import { isObject, parseSettings } from './settings.ts'

/** Names of variables that Gemini CLI keeps from its MCP servers, as 0.61.0 does it. */
const withheld = /TOKEN|SECRET|PASSWORD|PASSWD|KEY|AUTH|CREDENTIAL|CREDS|PRIVATE|CERT/i

/**
 * `gemini mcp add`. Options stand behind the command: before it, those that take a list would swallow it. Variables that it withholds are not
 * named in the entry: a reference such as `${NAME}` becomes, in the file, the value at the next `gemini mcp add`.
 */
export const mcpClient: McpClient = {
  scopes: ['user', 'project'],
  trust: true,
  installation: ({ name, command, args, variables, trust }, { scope, cwd, home, env }) => {
    const file = join(scope === 'project' ? cwd : env['GEMINI_CLI_HOME'] || home, '.gemini', 'settings.json')
    const missing = variables.filter((variable) => withheld.test(variable) && !variable.startsWith('GEMINI_CLI_'))
    return {
      file,
      add: ['mcp', 'add', '--scope', scope, name, command, ...(trust ? ['--trust'] : []), '--', ...args],
      remove: ['mcp', 'remove', '--scope', scope, name],
      has: (text) => servers(text, file).includes(name),
      notes: [
        'Gemini CLI starts MCP servers in folders that it trusts only.',
        ...(trust ? [] : ['Gemini CLI asks before it uses the tools, and with -p it does not offer them at all: --trust lets it run them.']),
        ...(missing.length === 0 ? [] : [`Gemini CLI keeps ${missing.join(', ')} from its MCP servers: sign the CLIs that need ${missing.length === 1 ? 'it' : 'them'} in with their own commands.`]),
      ],
    }
  },
}

function servers(text: string, file: string): string[] {
  let found: unknown
  try {
    found = parseSettings(text)['mcpServers'] ?? {}
  } catch {
    throw unreadable(file, 'it is not valid JSON with comments') // the parser's message quotes the file, which may hold tokens
  }
  if (!isObject(found)) throw unreadable(file, '"mcpServers" in it is no JSON object')
  return Object.keys(found)
}

function unreadable(file: string, why: string): ClinvkError {
  return new ClinvkError('invalid_request', `Gemini CLI cannot be told of an MCP server in ${file}: ${why}`, { hint: 'Repair the file, or move it away, and try again.' })
}
