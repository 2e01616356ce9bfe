import { ClinvkError } from '@clinvk/plugin-sdk'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { oneLine } from '../../render/terminal-text.ts'

/** `clinvk config edit`. */
export default class ConfigEdit extends ConfigCommand {
  static override summary = 'Open the configuration file in $VISUAL or $EDITOR, and check the result.'
  static override flags = configFlags()
  static override examples = ['<%= config.bin %> config edit', 'EDITOR="code --wait" <%= config.bin %> config edit']

  async run(): Promise<void> {
    const { flags } = await this.parse(ConfigEdit)
    const { edit, show } = await this.open(flags)
    if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
      throw new ClinvkError('invalid_request', 'cannot open an editor: there is no terminal', { hint: 'Run it in a terminal, or change single keys with clinvk config set.' })
    }
    show(await edit.execute(), ({ file, changed }) => `${oneLine(file)}: ${changed ? 'changed' : 'nothing was changed'}`)
  }
}
