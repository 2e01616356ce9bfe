import { Args, Command } from '@oclif/core'
import { composeServices } from '../../compose.ts'
import { loadConfig } from '../../config/load.ts'
import { createLog } from '../../log.ts'
import { inheritedFlags } from '../flag-table.ts'
import { oclifFlags } from '../oclif-flags.ts'
import { outputFormat } from '../output-format.ts'
import { backendTable } from '../render/backend-table.ts'

const used = new Set(['config', 'backend', 'output-format', 'json', 'verbose'])

/** `clinvk backends [NAME]`: what is there, and what is wrong. */
export default class Backends extends Command {
  static override summary = 'List the backends, whether their CLIs are installed, and problems with plugins.'
  static override args = { name: Args.string({ description: 'look closely at this one', ignoreStdin: true }) }
  static override flags = oclifFlags(inheritedFlags.filter((flag) => used.has(flag.name)))
  static override examples = ['<%= config.bin %> backends', '<%= config.bin %> backends codex --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Backends)
    const env = process.env
    const write = (text: string) => void process.stderr.write(text)
    const { config, home } = await loadConfig({ env, ...(typeof flags['config'] === 'string' ? { path: flags['config'] } : {}) })
    const log = createLog({ debug: flags['verbose'] === true, write })
    const { listBackends } = composeServices({ root: this.config.root, env, config, home, log })
    const list = await listBackends.execute(args.name ?? (flags['backend'] as string | undefined))
    const format = outputFormat({ format: flags['output-format'] as string | undefined, json: flags['json'] === true }, config.output.format, process.stdout.isTTY === true)
    this.log(format === 'text' ? backendTable(list).trimEnd() : JSON.stringify(list, null, format === 'json' ? 2 : undefined))
  }
}
