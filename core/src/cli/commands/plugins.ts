import { pluginTable } from '../render/plugin-lines.ts'
import { PluginCommand } from '../plugin-command.ts'
import { serviceFlags } from '../service-command.ts'

/** `clinvk plugins`: what is installed and linked. */
export default class PluginList extends PluginCommand {
  static override summary = 'List installed and linked plugins, what they bring, and what is wrong with them.'
  static override flags = serviceFlags()
  static override examples = ['<%= config.bin %> plugins', '<%= config.bin %> plugins --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginList)
    const { services, show } = await this.open(flags)
    show((await services.plugins()).list.execute(), pluginTable)
  }
}
