import { Args, Flags } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions tag ID TAG...`. */
export default class SessionsTag extends ServiceCommand {
  static override summary = 'Add or remove tags of a conversation.'
  static override strict = false
  static override usage = 'sessions tag ID [TAG...] [--remove TAG]'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags({ 'dry-run': 'only say which tags there would be' }), remove: Flags.string({ summary: 'a tag to remove (repeatable)', multiple: true, helpValue: 'TAG' }) }
  static override examples = ['<%= config.bin %> sessions tag 3fa9 release urgent', '<%= config.bin %> sessions tag 3fa9 --remove urgent']

  async run(): Promise<void> {
    const { args, argv, flags } = await this.parse(SessionsTag)
    const { services, show } = await this.open(flags)
    const dryRun = (flags as Readonly<Record<string, unknown>>)['dry-run'] === true
    const session = await services.sessions.tag(args.id, (argv as string[]).slice(1), (flags.remove as string[] | undefined) ?? [], { dryRun })
    show({ ...(dryRun ? { dry_run: true } : {}), ...session }, ({ id, tags }) => `${dryRun ? 'Would be: session' : 'Session'} ${id.slice(0, 8)}: ${tags?.length ? tags.join(', ') : 'no tags'}`)
  }
}
