import { Flags } from '@oclif/core'
import type { Origin, ShownConfig } from '../../../service/configuration.ts'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { configLines } from '../../render/config-lines.ts'
import { oneLine } from '../../render/terminal-text.ts'

/** `clinvk config show`. */
export default class ConfigShow extends ConfigCommand {
  static override summary = 'Show the whole configuration that counts, secrets masked.'
  static override flags = {
    ...configFlags(),
    origin: Flags.boolean({ summary: 'say of each value where it comes from' }),
    secrets: Flags.boolean({ summary: 'show secrets as they are' }),
  }
  static override examples = ['<%= config.bin %> config show', '<%= config.bin %> config show --origin', '<%= config.bin %> config show --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(ConfigShow)
    const { configuration, show, columns } = await this.open(flags)
    const shown = await configuration.show(flags.secrets)
    for (const warning of shown.warnings) this.note(`warning: ${warning}`)
    const { config, origins, file, exists } = shown
    const note = (key: string) => sayOrigin(origins[key])
    const lines = () => `${title(shown)}\n${configLines(config, { columns, ...(flags.origin ? { note } : {}) })}`
    if (flags.origin) show({ config, origins, file, exists }, lines)
    else show(config, lines)
  }
}

function title({ file, exists }: ShownConfig): string {
  return exists ? `# ${oneLine(file)}` : `# ${oneLine(file)} does not exist; these are defaults and the environment`
}

function sayOrigin(origin: Origin | undefined): string | undefined {
  switch (origin?.source) {
    case 'environment':
      return origin.variable
    case 'file':
      return oneLine(origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`)
    default:
      return origin?.source
  }
}
