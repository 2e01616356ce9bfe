import { Args, Flags } from '@oclif/core'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { plainValue } from '../../render/config-lines.ts'

/** `clinvk config get KEY`. */
export default class ConfigGet extends ConfigCommand {
  static override summary = 'Print one value, or a section.'
  static override args = { key: Args.string({ description: 'such as output.format', required: true, ignoreStdin: true }) }
  static override flags = { ...configFlags(), secrets: Flags.boolean({ summary: 'show secrets as they are' }) }
  static override examples = ['<%= config.bin %> config get default_backend', '<%= config.bin %> config get backends.claude --json']
  protected override readonly plain = true

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigGet)
    const { configuration, show } = await this.open(flags)
    show(await configuration.get(args.key, flags.secrets), plainValue)
  }
}
