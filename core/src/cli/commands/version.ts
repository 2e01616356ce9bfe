import { readFileSync } from 'node:fs'
import { Command } from '@oclif/core'

/** `clinvk version`: three lines, as scripts of the original read them. */
export default class Version extends Command {
  static override summary = 'Print the version of clinvk.'
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> --version']

  async run(): Promise<void> {
    await this.parse(Version)
    const { commit, built } = buildInfo()
    this.log(`clinvk ${this.config.version}\n  commit: ${commit}\n  built:  ${built}`)
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
