import { Args } from '@oclif/core'
import { terminalWidth } from '../../render/fit-width.ts'
import { pluginReport } from '../../render/plugin-report.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk plugins test [DIR]`: what every backend has to pass. */
export default class PluginsTest extends ServiceCommand {
  static override summary = 'Run the conformance kit on a plugin that you write.'
  static override args = { dir: Args.string({ description: 'the folder of its package.json; the current one unless given', ignoreStdin: true }) }
  static override flags = serviceFlags()
  static override examples = ['<%= config.bin %> plugins test', '<%= config.bin %> plugins test ./clinvk-plugin-acme --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsTest)
    const { services, show } = await this.open(flags)
    const report = await (await services.testPlugin()).execute(args.dir ?? '.')
    show(report, (value) => pluginReport(value, terminalWidth()))
    if (report.failed > 0 || report.problems.length > 0) process.exitCode = 1
  }
}
