import { Args } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions title ID "TITLE"`. */
export default class SessionsTitle extends ServiceCommand {
  static override summary = 'Give a conversation a title; an empty one takes it away.'
  static override args = {
    id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }),
    title: Args.string({ description: 'the title; quote it', required: true, ignoreStdin: true }),
  }
  static override flags = serviceFlags({ 'dry-run': 'only say what the title would be' })
  static override examples = ['<%= config.bin %> sessions title 3fa9 "the parser rewrite"']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsTitle)
    const { services, show } = await this.open(flags)
    const dryRun = (flags as Readonly<Record<string, unknown>>)['dry-run'] === true
    const session = await services.sessions.setTitle(args.id, args.title, { dryRun })
    show({ ...(dryRun ? { dry_run: true } : {}), ...session }, ({ id, title }) => `${dryRun ? 'Would be: session' : 'Session'} ${id.slice(0, 8)}: ${title ?? 'no title'}`)
  }
}
