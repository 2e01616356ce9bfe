import { Args } from '@oclif/core'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { changeLines } from '../../render/change-lines.ts'

/** `clinvk config unset KEY`. */
export default class ConfigUnset extends ConfigCommand {
  static override summary = 'Take one key out of the configuration file; the default counts again.'
  static override args = { key: Args.string({ description: 'such as output.format', required: true, ignoreStdin: true }) }
  static override flags = configFlags({ 'dry-run': 'only say what would be written' })
  static override examples = ['<%= config.bin %> config unset output.format', '<%= config.bin %> config unset backends.codex']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigUnset)
    const { change, show } = await this.open(flags)
    show(await change.unset(args.key, { dryRun: flags['dry-run'] === true }), changeLines)
  }
}
