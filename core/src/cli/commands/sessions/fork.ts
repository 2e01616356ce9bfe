import { Args } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions fork ID`. */
export default class SessionsFork extends ServiceCommand {
  static override summary = 'Make a copy that goes on by itself: its next prompt forks the conversation.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = serviceFlags({ 'dry-run': 'only say what would be forked' })
  static override examples = ['<%= config.bin %> sessions fork 3fa9', '<%= config.bin %> resume 3fa9 --fork "another way"']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsFork)
    const { services, show } = await this.open(flags)
    if ((flags as Readonly<Record<string, unknown>>)['dry-run'] === true) {
      const { id, backend } = await services.sessions.forkable(args.id)
      return show({ dry_run: true, parent_id: id, backend }, () => `Would fork session ${id} (${backend}).`)
    }
    show(await services.sessions.fork(args.id), ({ id, parent_id: parent }) => `Session ${id} forked from ${parent?.slice(0, 8)}. Go on: clinvk resume ${id.slice(0, 8)} "your prompt"`)
  }
}
