import { Args } from '@oclif/core'
import { installLines } from '../../render/plugin-lines.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { serviceFlags } from '../../service-command.ts'
import { yesFlag } from '../../yes-flag.ts'

/** `clinvk plugins link DIR`. */
export default class PluginLink extends PluginCommand {
  static override summary = 'Use a plugin where you work on it: nothing is copied.'
  static override args = { dir: Args.string({ description: 'its folder', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), yes: yesFlag }
  static override examples = ['<%= config.bin %> plugins link .', '<%= config.bin %> plugins link ~/code/clinvk-plugin-acme']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginLink)
    const opened = await this.open(flags)
    const result = await this.change(opened, flags.yes, ({ plugins, context }) => plugins.change.link(args.dir, process.cwd(), context))
    opened.show(result, (linked) => installLines(linked, 'Linked'))
  }
}
