import { Args, Flags } from '@oclif/core'
import { terminalWidth } from '../../render/fit-width.ts'
import { searchLines } from '../../render/search-lines.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'
import { filterFlags, sessionFilter } from '../../session-filter.ts'

/** `clinvk sessions search TEXT`. */
export default class SessionsSearch extends ServiceCommand {
  static override summary = 'Find conversations by a text in titles, prompts and answers.'
  static override args = { text: Args.string({ description: 'the text; quote it', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(filterFlags), limit: Flags.integer({ char: 'n', summary: 'at most so many', min: 1, default: 20 }) }
  static override examples = ['<%= config.bin %> sessions search "race condition"', '<%= config.bin %> sessions search parser -b codex --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsSearch)
    const { services, show } = await this.open(flags)
    show({ hits: await services.sessions.search(args.text, flags.limit as number, sessionFilter(flags)) }, ({ hits }) => searchLines(hits, terminalWidth()))
  }
}
