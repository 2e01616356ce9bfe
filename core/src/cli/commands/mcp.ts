import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { loadConfig } from '../../config/load.ts'
import { createLog } from '../../log.ts'
import { exitCode } from '../../service/exit-code.ts'
import { ClinvkCommand, flagsUsing } from '../clinvk-command.ts'
import { protocolOutput } from '../protocol-output.ts'
import { errorLines } from '../render/error-lines.ts'
import { TerminalText } from '../render/terminal-text.ts'
import { onSignals } from '../stop-on-signals.ts'

/** `clinvk mcp`: the backends as tools of an MCP client. */
export default class Mcp extends ClinvkCommand {
  static override summary = 'Serve the backends as tools to an MCP client, over standard input and output.'
  static override flags = flagsUsing(['config', 'verbose'])
  static override examples = ['<%= config.bin %> mcp', '<%= config.bin %> mcp --config team.yaml']

  async run(): Promise<void> {
    // Before anything else can print: a client reads this as the protocol.
    const output = protocolOutput()
    const { flags } = await this.parse(Mcp)
    try {
      await this.#serve({ path: flags['config'] as string | undefined, verbose: flags['verbose'] === true }, output)
    } catch (thrown) {
      if (!isClinvkError(thrown)) throw thrown
      process.stderr.write(errorLines(thrown, { color: false }))
      this.exit(exitCode(thrown))
    }
  }

  async #serve({ path, verbose }: { readonly path: string | undefined; readonly verbose: boolean }, output: ReturnType<typeof protocolOutput>): Promise<void> {
    if (path === '') throw new ClinvkError('invalid_request', '--config names no file: its value is empty', { hint: 'Name a file, or leave out --config.', details: { usage: true } })
    const { config, home, ignored } = await loadConfig({ env: process.env, ...(path === undefined ? {} : { path }) })
    const debug = verbose || config.unified_flags.verbose || process.env['CLINVK_LOG'] === 'debug'
    const log = createLog({ debug, write: (text) => void process.stderr.write(new TerminalText().clean(text)) })
    for (const found of ignored) log.warn(`ignored ${found}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`)
    const [{ createContainer, withOuterDepth }, { serveStdio }, { configForMcp, exposedTools, localCaller }] = await Promise.all([import('../../container.ts'), import('../../mcp/serve-stdio.ts'), import('../../mcp/exposure.ts')])
    const container = createContainer({ root: this.config.root, env: withOuterDepth(process.env), config, home, log })
    const services = container.servicesFor(configForMcp(config))
    const [caller, exposed] = [localCaller(config), exposedTools(config.mcp)]
    const server = await serveStdio({ version: this.config.version, services: () => services, caller: () => caller, exposed: () => exposed, log }, { input: process.stdin, write: output.write })
    output.gone.then(() => server.stop(), () => undefined)
    const release = onSignals(() => server.stop())
    await server.done
    release()
    await container.close()
  }
}
