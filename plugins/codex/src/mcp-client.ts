import { join } from 'node:path'
import { ClinvkError, type McpClient } from '@clinvk/plugin-sdk'
import { tomlString } from './toml.ts'
import { tomlPaths } from './toml-paths.ts'

/** How long Codex CLI waits for the answer of a tool, seconds; its own default is a minute, less than many runs take. */
const toolTimeout = 600

/**
 * `codex mcp add`, which knows one place for servers: the user's `config.toml`. It takes values of variables, and neither their names nor whether
 * anybody is asked, so that is written behind it: a server gets only a few variables of the environment, and `codex exec` asks nobody. That one
 * also sends its first request before a server is up that is not required: then the model knows of no tool.
 */
export const mcpClient: McpClient = {
  scopes: ['user'],
  trust: true,
  installation: ({ name, command, args, variables, trust }, { home, env }) => {
    const file = join(env['CODEX_HOME'] || join(home, '.codex'), 'config.toml')
    const lines = [
      ...(variables.length === 0 ? [] : [`env_vars = [${variables.map(tomlString).join(', ')}]`]),
      `tool_timeout_sec = ${toolTimeout}`,
      ...(trust ? ['default_tools_approval_mode = "approve"', 'required = true'] : []),
    ]
    return {
      file,
      add: ['mcp', 'add', name, '--', command, ...args],
      remove: ['mcp', 'remove', name],
      has: (text) => tomlPaths(text).some(([first, second]) => first === 'mcp_servers' && second === name) || inOneLine(text, name),
      more: { what: lines.join(', '), write: (text) => belowHeader(text, name, lines, file) },
      notes: [
        'Codex CLI hands to the server only variables that its entry names: run this again with --force when other CLIs need more of them.',
        ...(trust ? ['Codex CLI waits for the server when it starts, and does not start without it.'] : ['Codex CLI asks before it uses the tools, and codex exec, which can ask nobody, refuses them: --trust lets it run them.']),
      ],
    }
  },
}

/** `mcp_servers = { NAME = ... }`. Codex itself writes no such thing. */
function inOneLine(text: string, name: string): boolean {
  return new RegExp(`^\\s*mcp_servers\\s*=\\s*\\{(?:.*[{,])?\\s*["']?${name}["']?\\s*=`, 'm').test(text)
}

function belowHeader(text: string, name: string, lines: readonly string[], file: string): string {
  const header = `[mcp_servers.${name}]\n`
  const at = text.startsWith(header) ? 0 : text.indexOf(`\n${header}`) + 1
  if (!text.startsWith(header, at)) {
    throw new ClinvkError('unsupported', `${file} has no line ${header.trim()} after "codex mcp add", so that nothing can be added to the entry`, { hint: 'Update Codex CLI, or write the entry by hand, as the guide of the MCP server says.' })
  }
  const after = at + header.length
  return `${text.slice(0, after)}${lines.map((line) => `${line}\n`).join('')}${text.slice(after)}`
}
