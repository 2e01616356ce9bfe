import { ClinvkError } from '@clinvk/plugin-sdk'
import { Flags } from '@oclif/core'
import { abortOnSignals } from '../interrupt.ts'
import { outputFormat } from '../output-format.ts'
import { doctorLines } from '../render/doctor-lines.ts'
import { terminalWidth } from '../render/fit-width.ts'
import { jsonText } from '../render/json-text.ts'
import { ServiceCommand, serviceFlags } from '../service-command.ts'
import { startSpinner } from '../spinner.ts'
import { startDoctor } from '../start-doctor.ts'

/** `clinvk doctor`: what is wrong on this machine, and what to do. */
export default class Doctor extends ServiceCommand {
  static override summary = 'Check this machine: Node.js, configuration, sessions, plugins and each CLI.'
  static override description = 'Exits with 1 when something fails; warnings alone are no failure. No model is asked, unless --probe is given.'
  static override flags = { ...serviceFlags('backend'), probe: Flags.boolean({ summary: 'ask each CLI one tiny prompt, too (read-only, not kept)' }) }
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json', '<%= config.bin %> doctor --probe -b codex']

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor)
    const given = flags as { readonly config?: string; readonly verbose?: boolean; readonly backend?: string; readonly 'output-format'?: string; readonly json?: boolean }
    const write = (text: string) => void process.stderr.write(text)
    const interrupt = abortOnSignals()
    try {
      const { config, doctor } = await startDoctor({ root: this.config.root, env: process.env, path: given.config, verbose: given.verbose === true, write }, interrupt.signal)
      const format = outputFormat({ format: given['output-format'], json: given.json === true }, config.output.format, process.stdout.isTTY === true)
      const spinner = process.stderr.isTTY === true && format === 'text' ? startSpinner(process.stderr, 'looking', config.output.color && !process.env['NO_COLOR']) : undefined
      const options = { probe: flags.probe, ...(given.backend === undefined ? {} : { backend: given.backend }) }
      const report = await doctor.execute({ ...options, onProgress: (pending) => spinner?.say(pending.join(', ')) }).finally(() => spinner?.stop())
      if (interrupt.signal.aborted) throw new ClinvkError('cancelled', 'cancelled before everything was looked at')
      this.log(format === 'text' ? doctorLines(report, terminalWidth()).trimEnd() : jsonText(report, format === 'json' ? 2 : undefined))
      process.exitCode = report.summary.fail > 0 ? 1 : 0
    } finally {
      interrupt.release()
    }
  }
}
