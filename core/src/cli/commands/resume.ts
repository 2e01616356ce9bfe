import { Args, Command } from '@oclif/core'
import { resumeFlags } from '../flag-table.ts'
import { oclifFlags } from '../oclif-flags.ts'
import { resumeCommand } from '../resume-command.ts'

/** Help for `clinvk resume`. Like a prompt, the run itself goes past oclif. */
export default class Resume extends Command {
  static override summary = 'Go on with a kept conversation.'
  static override description = 'Without an id a list to choose from is shown. The CLI works in the directory of the conversation.'
  static override usage = 'resume [flags] [ID] "prompt"'
  static override args = {
    id: Args.string({ description: 'id, or the beginning of it', ignoreStdin: true }),
    prompt: Args.string({ description: 'what to ask; quote it', ignoreStdin: true }),
  }
  static override flags = oclifFlags(resumeFlags)
  static override examples = [
    '<%= config.bin %> resume 3fa9 "and now the tests"',
    '<%= config.bin %> resume --last "go on"',
    '<%= config.bin %> resume --last --here --fork "another way"',
  ]

  async run(): Promise<void> {
    process.exitCode = await resumeCommand(this.argv, this.config.root)
  }
}
