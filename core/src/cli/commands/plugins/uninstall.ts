import { Args } from '@oclif/core'
import { PluginCommand } from '../../plugin-command.ts'
import { oneLine } from '../../render/terminal-text.ts'
import { serviceFlags } from '../../service-command.ts'

/** `clinvk plugins uninstall NAME`. */
export default class PluginUninstall extends PluginCommand {
  static override summary = 'Take an installed or linked plugin away.'
  static override args = { name: Args.string({ description: 'name of its package', required: true, ignoreStdin: true }) }
  static override flags = serviceFlags()
  static override examples = ['<%= config.bin %> plugins uninstall clinvk-plugin-acme']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginUninstall)
    const opened = await this.open(flags)
    const result = await this.change(opened, true, ({ plugins, context }) => plugins.change.uninstall(args.name, context))
    opened.show(result, ({ name, version }) => `Uninstalled ${oneLine(`${name} ${version}`)}.`)
  }
}
