import { Flags } from '@oclif/core'
import { ClinvkCommand, serviceFlags } from '../clinvk-command.ts'
import { loadConfig } from '../../config/load.ts'
import { namedConfig } from '../named-config.ts'
import { jsonText } from '../render/json-text.ts'
import { TerminalText } from '../render/terminal-text.ts'
import { stopOnSignals } from '../stop-on-signals.ts'

/** `clinvk serve`: the HTTP server. */
export default class Serve extends ClinvkCommand {
  static override summary = 'Serve the backends over HTTP.'
  static override flags = {
    ...serviceFlags(),
    host: Flags.string({ summary: 'address to listen on', helpValue: 'HOST' }),
    port: Flags.integer({ char: 'p', summary: 'port to listen on; 0: any free one', helpValue: 'PORT', min: 0, max: 65535 }),
  }
  static override examples = ['<%= config.bin %> serve', '<%= config.bin %> serve --port 9000', '<%= config.bin %> serve -p 0 --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(Serve)
    const named = namedConfig(flags['config'])
    const load = async () => {
      const { config, ...rest } = await loadConfig({ env: process.env, ...named })
      const server = { ...config.server, ...(flags.host === undefined ? {} : { host: flags.host }), ...(flags.port === undefined ? {} : { port: flags.port }) }
      return { config: { ...config, server }, ...rest }
    }
    const { config, home, path: file, ignored } = await load()
    const [{ createContainer }, { openServerLog, serve }] = await Promise.all([import('../../container.ts'), import('../../http/serve.ts')])
    const debug = flags['verbose'] === true || config.unified_flags.verbose
    const { log, end } = openServerLog(process.env['CLINVK_LOG'], { debug, to: process.stderr, clean: (line) => new TerminalText().clean(line) })
    for (const found of ignored) log.warn(`ignored ${found}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`)
    const container = createContainer({ root: this.config.root, env: process.env, config, home, log })
    const server = await serve({ what: 'everything', config, path: file, reload: async () => (await load()).config, container, log })
    const banner = { url: server.url, host: config.server.host, port: server.port, pid: process.pid, version: this.config.version }
    // Before anybody can know that it is there: a signal that comes at once is heard, too.
    const stopped = stopOnSignals(server)
    this.log(flags['json'] === true || flags['output-format'] === 'json' ? jsonText(banner) : `clinvk ${this.config.version} serves on ${server.url}\nStop it with Ctrl-C.`)
    await stopped
    await end()
  }
}
