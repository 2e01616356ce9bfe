import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { Flags } from '@oclif/core'
import { type Config, loadConfig } from '../../config/load.ts'
import { createLog } from '../../log.ts'
import { mcpPathPattern, transports } from '../../schema/mcp-config.ts'
import { exitCode } from '../../service/exit-code.ts'
import { ClinvkCommand, flagsUsing } from '../clinvk-command.ts'
import { namedConfig } from '../named-config.ts'
import { protocolOutput } from '../protocol-output.ts'
import { errorLines } from '../render/error-lines.ts'
import { jsonText } from '../render/json-text.ts'
import { TerminalText } from '../render/terminal-text.ts'
import { onSignals, stopOnSignals } from '../stop-on-signals.ts'

type Output = ReturnType<typeof protocolOutput>
type Loaded = Awaited<ReturnType<typeof loadConfig>>
type Flagged = Readonly<Record<string, string | number | boolean | undefined>>

/** Flags that mean nothing without a port to listen on. */
const httpFlags = ['host', 'port', 'path', 'expose-health', 'json'] as const

/** `clinvk mcp`: the backends as tools of an MCP client. */
export default class Mcp extends ClinvkCommand {
  static override summary = 'Serve the backends as tools to MCP clients, over stdio or HTTP.'
  static override flags = {
    ...flagsUsing(['config', 'verbose', { json: 'print where it listens as JSON' }]),
    transport: Flags.string({ summary: `how it is reached: ${transports.join(' or ')}`, helpValue: 'NAME' }),
    host: Flags.string({ summary: 'address to listen on', helpValue: 'HOST' }),
    port: Flags.integer({ char: 'p', summary: 'port to listen on; 0: any free one', helpValue: 'PORT', min: 0, max: 65535 }),
    path: Flags.string({ summary: 'path of the MCP server', helpValue: 'PATH' }),
    'expose-health': Flags.boolean({ summary: 'answer GET /health, too' }),
  }
  static override examples = ['<%= config.bin %> mcp', '<%= config.bin %> mcp --config team.yaml', '<%= config.bin %> mcp --transport http --port 9000']

  async run(): Promise<void> {
    // Before anything else can print: a client reads this as the protocol.
    const output = protocolOutput()
    const { flags } = await this.parse(Mcp)
    try {
      await this.#serve(flags as Flagged, output)
    } catch (thrown) {
      if (!isClinvkError(thrown)) throw thrown
      process.stderr.write(errorLines(thrown, { color: false }))
      this.exit(exitCode(thrown))
    }
  }

  async #serve(flags: Flagged, output: Output): Promise<void> {
    const named = namedConfig(flags['config'])
    const load = async () => {
      const { config, ...rest } = await loadConfig({ env: process.env, ...named })
      return { config: withFlags(config, flags), ...rest }
    }
    const loaded = await load()
    await (loaded.config.mcp.transport === 'http' ? this.#overHttp(loaded, async () => (await load()).config, flags, output) : this.#overStdio(loaded, flags, output))
  }

  async #overStdio({ config, home, ignored }: Loaded, flags: Flagged, output: Output): Promise<void> {
    const refused = httpFlags.find((name) => flags[name] !== undefined && flags[name] !== false)
    if (refused !== undefined) throw new ClinvkError('invalid_request', `--${refused} means nothing over standard input and output`, { hint: 'Leave it out, or add --transport http.', details: { usage: true } })
    const debug = flags['verbose'] === true || config.unified_flags.verbose || process.env['CLINVK_LOG'] === 'debug'
    const log = createLog({ debug, write: writeError })
    for (const found of ignored) log.warn(ignoredFile(found, home))
    const [{ createContainer, withOuterDepth }, { serveStdio }, { Jobs }, { configForMcp, exposedTools, localCaller }] = await Promise.all([import('../../container.ts'), import('../../mcp/serve-stdio.ts'), import('../../mcp/jobs.ts'), import('../../mcp/exposure.ts')])
    const container = createContainer({ root: this.config.root, env: withOuterDepth(process.env), config, home, log })
    const servedWith = { services: container.servicesFor(configForMcp(config)), caller: localCaller(config), exposed: exposedTools(config.mcp) }
    const server = await serveStdio({ version: this.config.version, servedWith: () => servedWith, jobs: new Jobs(log), log }, { input: process.stdin, write: output.write })
    output.gone.then(() => server.stop(), () => undefined)
    const release = onSignals(() => server.stop())
    if (process.stdin.isTTY) writeError('clinvk mcp waits for an MCP client on standard input. Ctrl-D ends it; clinvk mcp install tells a CLI of it.\n')
    await server.done
    release()
    await container.close()
  }

  async #overHttp({ config, home, path, ignored }: Loaded, reload: () => Promise<Config>, flags: Flagged, output: Output): Promise<void> {
    const [{ createContainer, withOuterDepth }, { openServerLog, serve }] = await Promise.all([import('../../container.ts'), import('../../http/serve.ts')])
    const debug = flags['verbose'] === true || config.unified_flags.verbose
    const { log, end } = openServerLog(process.env['CLINVK_LOG'], { debug, to: process.stderr, clean: (line) => new TerminalText().clean(line) })
    for (const found of ignored) log.warn(ignoredFile(found, home))
    const container = createContainer({ root: this.config.root, env: withOuterDepth(process.env), config, home, log })
    const server = await serve({ what: 'mcp', config, path, reload, container, log })
    const url = `${server.url}${config.mcp.http_path}`
    const banner = { url, host: config.mcp.host, port: server.port, path: config.mcp.http_path, pid: process.pid, version: this.config.version }
    // Before anybody can know that it is there: a signal that comes at once is heard, too.
    const stopped = stopOnSignals(server)
    await output.write(flags['json'] === true ? `${jsonText(banner)}\n` : `clinvk ${this.config.version} serves MCP on ${url}\nStop it with Ctrl-C.\n`)
    await stopped
    await end()
  }
}

function writeError(text: string): void {
  process.stderr.write(new TerminalText().clean(text))
}

function ignoredFile(found: string, home: string): string {
  return `ignored ${found}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`
}

/** The configuration with what the flags say. Over HTTP the MCP server is one of the HTTP servers, with an address of its own. Errors: `invalid_request`. */
function withFlags(config: Config, flags: Flagged): Config {
  const { transport = config.mcp.transport, host = config.mcp.host, port = config.mcp.port, path: http_path = config.mcp.http_path } = flags as { readonly transport?: string; readonly host?: string; readonly port?: number; readonly path?: string }
  const known = transports.find((name) => name === transport)
  if (known === undefined) throw new ClinvkError('invalid_request', `unsupported transport: ${transport} (supported: ${transports.join(', ')})`, { hint: 'Choose one of them with --transport.', details: { usage: true } })
  if (!new RegExp(mcpPathPattern).test(http_path)) throw new ClinvkError('invalid_request', `--path ${JSON.stringify(http_path)} is no path of a server`, { hint: 'Write it as /mcp.', details: { usage: true } })
  return { ...config, server: { ...config.server, host, port }, mcp: { ...config.mcp, transport: known, host, port, http_path, expose_health: flags['expose-health'] === true || config.mcp.expose_health } }
}
