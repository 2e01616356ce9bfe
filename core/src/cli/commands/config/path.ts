import { ConfigCommand, configFlags } from '../../config-command.ts'

/** `clinvk config path`. */
export default class ConfigPath extends ConfigCommand {
  static override summary = 'Print the path of the configuration file that counts.'
  static override flags = configFlags()
  static override examples = ['<%= config.bin %> config path', '<%= config.bin %> config path --json']
  protected override readonly plain = true

  async run(): Promise<void> {
    const { flags } = await this.parse(ConfigPath)
    const { configuration, show } = await this.open(flags)
    const found = configuration.path()
    show(found, ({ path }) => path)
    if (!found.exists) this.note('The file does not exist yet.')
  }
}
