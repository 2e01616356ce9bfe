import { Args, Command } from '@oclif/core'
import { promptFlags } from '../flag-table.ts'
import { oclifFlags } from '../oclif-flags.ts'
import { promptCommand } from '../prompt-command.ts'

/** Help for `clinvk "prompt"`. The run itself goes past oclif, because loading it would take longer than clinvk's own start. */
export default class Prompt extends Command {
  static override summary = 'Run a prompt on one backend.'
  static override description = 'Piped text is put behind the prompt in a fence; without a prompt it is the prompt.'
  static override usage = '[flags] "prompt"'
  static override args = { prompt: Args.string({ description: 'what to ask; quote it', ignoreStdin: true }) }
  static override flags = oclifFlags(promptFlags)
  static override examples = [
    '<%= config.bin %> "explain this repository"',
    'git diff | <%= config.bin %> "review this" -b codex',
    '<%= config.bin %> "fix the failing test" --sandbox-mode workspace',
    '<%= config.bin %> "list the public functions" -o json --sandbox-mode read-only',
  ]

  async run(): Promise<void> {
    process.exitCode = await promptCommand(this.argv, this.config.root)
  }
}
