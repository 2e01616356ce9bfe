import { Args, Command } from '@oclif/core'
import { inheritedFlags } from '../flag-table.ts'
import { oclifFlags } from '../oclif-flags.ts'
import { outputFormat } from '../output-format.ts'
import { backendTable } from '../render/backend-table.ts'
import { startServices } from '../start-services.ts'

const used = new Set(['config', 'backend', 'output-format', 'json', 'verbose'])

/** `clinvk backends [NAME]`: what is there, and what is wrong. */
export default class Backends extends Command {
  static override summary = 'List the backends, whether their CLIs are installed, and problems with plugins.'
  static override args = { name: Args.string({ description: 'look closely at this one', ignoreStdin: true }) }
  static override flags = oclifFlags(inheritedFlags.filter((flag) => used.has(flag.name)))
  static override examples = ['<%= config.bin %> backends', '<%= config.bin %> backends codex --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Backends)
    const { config, services } = await startServices({
      root: this.config.root,
      env: process.env,
      path: flags['config'] as string | undefined,
      verbose: flags['verbose'] === true,
      write: (text) => void process.stderr.write(text),
    })
    const format = outputFormat({ format: flags['output-format'] as string | undefined, json: flags['json'] === true }, config.output.format, process.stdout.isTTY === true)
    const list = await services.listBackends.execute(args.name ?? (flags['backend'] as string | undefined))
    this.log(format === 'text' ? backendTable(list).trimEnd() : JSON.stringify(list, null, format === 'json' ? 2 : undefined))
  }
}
