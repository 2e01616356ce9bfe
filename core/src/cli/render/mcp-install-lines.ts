import type { McpInstallReport } from '../../service/mcp-install/install-mcp-server.ts'
import { oneLine } from './terminal-text.ts'

/** What was done to tell a CLI of the server, or would be, and how it is taken back. */
export function mcpInstallLines({ dry_run: dryRun, backend, name, scope, commands, file, also, backup, replaced, undo, notes }: McpInstallReport): string {
  const would = dryRun === true
  const details = [
    ...commands.map((command) => `${would ? 'Would execute' : 'Executed'}: ${command}`),
    `${would ? 'Would change' : 'Changed'}: ${file}`,
    ...(also === undefined ? [] : [`${would ? 'Would add to the entry' : 'Added to the entry'}: ${also}`]),
    ...(backup === undefined ? [] : [`As it was: ${backup}`]),
    ...(would ? [] : [`To ${replaced ? 'have it as it was' : 'take it back'}: ${undo}`]),
    ...notes.map((note) => `note: ${note}`),
  ]
  const title = would ? `Would tell ${backend} of the MCP server "${name}" (${scope}).` : `${backend} knows the MCP server "${name}" now (${scope}).`
  return [title, ...details.map((detail) => `  ${oneLine(detail)}`)].map((line) => `${line}\n`).join('')
}
