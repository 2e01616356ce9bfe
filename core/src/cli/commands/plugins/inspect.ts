import { Args } from '@oclif/core'
import { inspectLines } from '../../render/plugin-lines.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { serviceFlags } from '../../service-command.ts'

/** `clinvk plugins inspect NAME`. */
export default class PluginInspect extends PluginCommand {
  static override summary = 'Tell all that is known of one plugin, without running it.'
  static override args = { name: Args.string({ description: 'name of its package', required: true, ignoreStdin: true }) }
  static override flags = serviceFlags()
  static override examples = ['<%= config.bin %> plugins inspect clinvk-plugin-acme', '<%= config.bin %> plugins inspect clinvk-plugin-acme --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginInspect)
    const { services, show } = await this.open(flags)
    show(await (await services.plugins()).inspect(args.name), inspectLines)
  }
}
