import { terminalWidth } from '../../render/fit-width.ts'
import { statsLines } from '../../render/stats-lines.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'
import { filterFlags, sessionFilter } from '../../session-filter.ts'

/** `clinvk sessions stats`. */
export default class SessionsStats extends ServiceCommand {
  static override summary = 'Runs, tokens and cost by backend, model and day.'
  static override flags = serviceFlags(filterFlags)
  static override examples = ['<%= config.bin %> sessions stats', '<%= config.bin %> sessions stats -b codex --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(SessionsStats)
    const { services, show } = await this.open(flags)
    show(await services.sessions.stats(sessionFilter(flags)), (stats) => statsLines(stats, terminalWidth()))
  }
}
