import { Flags } from '@oclif/core'
import { verifyLines } from '../../render/plugin-lines.ts'
import { PluginCommand } from '../../plugin-command.ts'
import { serviceFlags } from '../../service-command.ts'

/** `clinvk plugins verify`. */
export default class PluginVerify extends PluginCommand {
  static override summary = 'Compare the files of plugins with what was installed, or restore them.'
  static override flags = { ...serviceFlags(), restore: Flags.boolean({ summary: 'install again what is missing or changed, in the recorded versions' }) }
  static override examples = ['<%= config.bin %> plugins verify', '<%= config.bin %> plugins verify --restore']

  async run(): Promise<void> {
    const { flags } = await this.parse(PluginVerify)
    const opened = await this.open(flags)
    const result = await ((flags as { restore?: boolean }).restore === true
      ? this.change(opened, true, ({ plugins, context }) => plugins.change.restore(context))
      : (await opened.services.plugins()).verify())
    opened.show(result, verifyLines)
    if (!result.ok) process.exitCode = 2
  }
}
