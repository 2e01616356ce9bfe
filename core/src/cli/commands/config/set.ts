import { Args } from '@oclif/core'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { changeLines } from '../../render/change-lines.ts'

/** `clinvk config set KEY VALUE`. */
export default class ConfigSet extends ConfigCommand {
  static override summary = 'Set one key in the configuration file; comments stay.'
  static override args = {
    key: Args.string({ description: 'such as output.format', required: true, ignoreStdin: true }),
    value: Args.string({ description: 'a list: parted by commas, or JSON; a section: JSON', required: true, ignoreStdin: true }),
  }
  static override flags = configFlags({ 'dry-run': 'only say what would be written' })
  static override examples = [
    '<%= config.bin %> config set default_backend codex',
    '<%= config.bin %> config set backends.claude.allowed_tools "Read,Bash(git log:*)"',
    '<%= config.bin %> config set backends.codex \'{"model": "gpt-5", "sandbox_mode": "workspace"}\'',
    '<%= config.bin %> config set backends.claude.extra_flags -- --effort=high',
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigSet)
    const { change, show } = await this.open(flags)
    const done = await change.set(args.key, args.value, { dryRun: flags['dry-run'] === true })
    show(done, changeLines)
  }
}
