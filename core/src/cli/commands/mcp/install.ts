import { resolve } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { abortOnSignals } from '../../interrupt.ts'
import { mcpInstallLines } from '../../render/mcp-install-lines.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk mcp install BACKEND`. */
export default class McpInstall extends ServiceCommand {
  static override summary = 'Tell a CLI of the MCP server, so that it can ask the others.'
  static override args = { backend: Args.string({ description: 'the backend whose CLI is told', required: true, ignoreStdin: true }) }
  static override flags = {
    ...serviceFlags({ 'dry-run': 'only say what would be done', config: 'configuration file to read, here and by the server' }),
    name: Flags.string({ summary: 'what the CLI calls the server', default: 'clinvk', helpValue: 'NAME' }),
    scope: Flags.string({ summary: 'where it is told so, in words of the CLI: user, project', helpValue: 'SCOPE' }),
    trust: Flags.boolean({ summary: 'have the CLI run the tools without asking' }),
    force: Flags.boolean({ summary: 'take the place of a server of that name' }),
  }
  static override examples = ['<%= config.bin %> mcp install claude', '<%= config.bin %> mcp install codex --trust', '<%= config.bin %> mcp install gemini --scope project --dry-run']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(McpInstall)
    const { services, show } = await this.open(flags)
    const given = flags as Readonly<Record<string, unknown>>
    const { signal, release } = abortOnSignals()
    try {
      const install = await services.installMcpServer()
      const { name, scope, trust, force } = flags
      const config = given['config'] === undefined ? {} : { config: resolve(given['config'] as string) }
      show(await install.execute({ backend: args.backend, name, trust, force, dryRun: given['dry-run'] === true, cwd: process.cwd(), signal, ...(scope === undefined ? {} : { scope }), ...config }), mcpInstallLines)
    } finally {
      release()
    }
  }
}
