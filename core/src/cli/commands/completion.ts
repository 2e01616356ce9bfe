import { Args } from '@oclif/core'
import { ClinvkCommand, flagsUsing } from '../clinvk-command.ts'
import { completionScripts, type Shell, shells } from '../completion/scripts.ts'
import { outputFormat } from '../output-format.ts'
import { jsonText } from '../render/json-text.ts'

/** `clinvk completion SHELL`: the script that completes clinvk in a shell. */
export default class Completion extends ClinvkCommand {
  static override summary = 'Print the script that completes commands, flags, backends, models and sessions.'
  static override description = 'bash: add  source <(clinvk completion bash)  to ~/.bashrc; zsh: the same with zsh to ~/.zshrc; fish: write it to ~/.config/fish/completions/clinvk.fish.'
  static override args = { shell: Args.string({ description: 'bash, zsh or fish', required: true, options: [...shells], ignoreStdin: true }) }
  static override flags = flagsUsing(['output-format', 'json'])
  static override examples = [
    'source <(<%= config.bin %> completion bash)',
    'source <(<%= config.bin %> completion zsh)',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/clinvk.fish',
  ]

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Completion)
    const given = flags as { readonly 'output-format'?: string; readonly json?: boolean }
    const shell = args.shell as Shell
    const script = completionScripts[shell]
    const format = outputFormat({ format: given['output-format'], json: given.json === true }, 'text', true)
    this.log(format === 'text' ? script.trimEnd() : jsonText({ shell, script }, format === 'json' ? 2 : undefined))
  }
}
