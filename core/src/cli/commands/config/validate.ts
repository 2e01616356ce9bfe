import { Args } from '@oclif/core'
import { problemLine } from '../../../service/configuration.ts'
import { ConfigCommand, configFlags } from '../../config-command.ts'
import { oneLine } from '../../render/terminal-text.ts'

/** `clinvk config validate [FILE]`. */
export default class ConfigValidate extends ConfigCommand {
  static override summary = 'Check the configuration and list everything that is wrong.'
  static override args = { file: Args.string({ description: 'another file than the one that counts', ignoreStdin: true }) }
  static override flags = configFlags()
  static override examples = ['<%= config.bin %> config validate', '<%= config.bin %> config validate ./config.yaml --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigValidate)
    const { configuration, show } = await this.open(flags)
    const { valid, file, problems } = await configuration.validate(args.file)
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    const failed = valid ? {} : { exit_code: 3, error: { code: 'config_invalid', message: `the configuration has ${count}` } }
    show({ valid, file, problems, ...failed }, () =>
      valid ? `${oneLine(file)}: valid` : [...problems.flatMap((problem) => [oneLine(problemLine(problem)), `  ${oneLine(problem.hint)}`]), `${count}.`].join('\n'),
    )
    if (!valid) this.exit(3)
  }
}
