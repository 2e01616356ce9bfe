import { Args } from '@oclif/core'
import { installLines } from '../../render/plugin-lines.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { serviceFlags } from '../../service-command.ts'
import { yesFlag } from '../../yes-flag.ts'

/** `clinvk plugins install PLUGIN`. */
export default class PluginInstall extends PluginCommand {
  static override summary = 'Install a plugin. No code of it runs meanwhile, install scripts neither.'
  static override args = { plugin: Args.string({ description: 'NAME, NAME@VERSION, file:PACKAGE.tgz, or the address of a git repository', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), yes: yesFlag }
  static override examples = [
    '<%= config.bin %> plugins install clinvk-plugin-acme',
    '<%= config.bin %> plugins install clinvk-plugin-acme@1.2.0',
    '<%= config.bin %> plugins install file:./clinvk-plugin-acme-1.2.0.tgz',
    '<%= config.bin %> plugins install git+https://example.org/acme.git --json',
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginInstall)
    const opened = await this.open(flags)
    const result = await this.change(opened, flags.yes, ({ plugins, context }) => plugins.change.install(args.plugin, process.cwd(), context))
    opened.show(result, (installed) => installLines(installed))
  }
}
