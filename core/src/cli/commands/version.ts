import { readFileSync } from 'node:fs'
import { ClinvkCommand, flagsUsing } from '../clinvk-command.ts'
import { outputFormat } from '../output-format.ts'
import { jsonText } from '../render/json-text.ts'

/** `clinvk version`: three lines, as scripts of the original read them, also in a pipe. It works whatever the configuration says. */
export default class Version extends ClinvkCommand {
  static override summary = 'Print the version of clinvk.'
  static override flags = flagsUsing(['output-format', 'json', { verbose: 'tell on stderr which clinvk and which Node.js this is' }])
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --json', '<%= config.bin %> --version']

  async run(): Promise<void> {
    const { flags } = await this.parse(Version)
    const { commit, built } = buildInfo()
    const given = flags as { readonly 'output-format'?: string; readonly json?: boolean; readonly verbose?: boolean }
    const format = outputFormat({ format: given['output-format'], json: given.json === true }, 'text', true)
    if (given.verbose === true) this.logToStderr(`clinvk in ${this.config.root}, Node.js ${process.versions.node} in ${process.execPath}`)
    if (format === 'text') this.log(`clinvk ${this.config.version}\n  commit: ${commit}\n  built:  ${built}`)
    else this.log(jsonText({ version: this.config.version, commit, built }, format === 'json' ? 2 : undefined))
  }
}

/** Written when the package is packed; a checkout has none. */
function buildInfo(): { commit: string; built: string } {
  try {
    return JSON.parse(readFileSync(new URL('../../../build.json', import.meta.url), 'utf8')) as { commit: string; built: string }
  } catch {
    return { commit: 'none', built: 'unknown' }
  }
}
