import { Args } from '@oclif/core'
import { updateLines } from '../../render/plugin-lines.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { serviceFlags } from '../../service-command.ts'
import { yesFlag } from '../../yes-flag.ts'

/** `clinvk plugins update [NAME]`. */
export default class PluginUpdate extends PluginCommand {
  static override summary = 'Update the installed plugins, or one of them.'
  static override args = { name: Args.string({ description: 'name of its package', ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), yes: yesFlag }
  static override examples = ['<%= config.bin %> plugins update', '<%= config.bin %> plugins update clinvk-plugin-acme']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginUpdate)
    const opened = await this.open(flags)
    const plugins = await this.change(opened, flags.yes, (changing) => changing.plugins.change.update(args.name, changing.context))
    opened.show({ plugins }, updateLines)
    if (plugins.some(({ state }) => state === 'failed')) process.exitCode = 2
  }
}
