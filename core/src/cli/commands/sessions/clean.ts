import { Flags } from '@oclif/core'
import { duration } from '../../render/duration.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions clean`. */
export default class SessionsClean extends ServiceCommand {
  static override summary = 'Delete conversations that were not used for a while (session.retention_days).'
  static override flags = { ...serviceFlags(), 'older-than': Flags.string({ summary: 'age such as 30d, 12h or 2w', helpValue: 'AGE' }) }
  static override examples = ['<%= config.bin %> sessions clean', '<%= config.bin %> sessions clean --older-than 12h']

  async run(): Promise<void> {
    const { flags } = await this.parse(SessionsClean)
    const { services, show } = await this.open(flags)
    const result = await services.sessions.clean(flags['older-than'])
    show(result, ({ deleted, busy, older_than_ms: age }) => (age === 0 ? 'Nothing deleted: sessions are kept for ever (session.retention_days is 0).' : `Deleted ${deleted} session(s) older than ${duration(age)}.${busy.length > 0 ? ` ${busy.length} at work were left.` : ''}`))
  }
}
