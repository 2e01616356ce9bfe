import { Args } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../service-command.ts'
import { backendTable } from '../render/backend-table.ts'

/** `clinvk backends [NAME]`: what is there, and what is wrong. */
export default class Backends extends ServiceCommand {
  static override summary = 'List the backends, whether their CLIs are installed, and problems with plugins.'
  static override args = { name: Args.string({ description: 'look closely at this one', ignoreStdin: true }) }
  static override flags = serviceFlags('backend')
  static override examples = ['<%= config.bin %> backends', '<%= config.bin %> backends codex --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Backends)
    const { services, show } = await this.open(flags)
    show(await services.listBackends.execute(args.name ?? (flags['backend'] as string | undefined)), backendTable)
  }
}
