import { Flags } from '@oclif/core'
import { duration } from '../../render/duration.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'
import { filterFlags, sessionFilter } from '../../session-filter.ts'

/** `clinvk sessions clean`. */
export default class SessionsClean extends ServiceCommand {
  static override summary = 'Delete conversations that were not used for a while (session.retention_days).'
  static override flags = { ...serviceFlags(filterFlags, { 'dry-run': 'only say what would be deleted' }), 'older-than': Flags.string({ summary: 'age such as 30d, 12h or 2w', helpValue: 'AGE' }) }
  static override examples = ['<%= config.bin %> sessions clean', '<%= config.bin %> sessions clean --older-than 12h -b codex --dry-run']

  async run(): Promise<void> {
    const { flags } = await this.parse(SessionsClean)
    const { services, show } = await this.open(flags)
    const given = flags as Readonly<Record<string, unknown>>
    const result = await services.sessions.clean(flags['older-than'] as string | undefined, { filter: sessionFilter(given), dryRun: given['dry-run'] === true })
    show(result, ({ deleted, would_delete: would, busy, older_than_ms: age }) => {
      if (age === 0) return 'Nothing deleted: sessions are kept for ever (session.retention_days is 0).'
      const done = would === undefined ? `Deleted ${deleted}` : `Would delete ${would.length}`
      return `${done} session(s) older than ${duration(age)}.${busy.length > 0 ? ` ${busy.length} at work ${would === undefined ? 'were' : 'would be'} left.` : ''}`
    })
  }
}
