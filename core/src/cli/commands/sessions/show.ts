import { Args, Flags } from '@oclif/core'
import { sessionLines } from '../../render/session-lines.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions show ID`. */
export default class SessionsShow extends ServiceCommand {
  static override summary = 'Show one conversation, with its turns.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), turns: Flags.integer({ summary: 'so many of the last turns', min: 0, default: 5 }) }
  static override examples = ['<%= config.bin %> sessions show 3fa9', '<%= config.bin %> sessions show 3fa9 --turns 50 --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsShow)
    const { services, show } = await this.open(flags)
    const { session, turns } = await services.sessions.show(args.id, flags.turns)
    show({ ...session, turns }, () => sessionLines(session, turns, new Date()))
  }
}
