import { Args } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions delete ID`. */
export default class SessionsDelete extends ServiceCommand {
  static override summary = 'Delete one conversation.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = serviceFlags({ 'dry-run': 'only say what would be deleted' })
  static override examples = ['<%= config.bin %> sessions delete 3fa9', '<%= config.bin %> sessions delete 3fa9 --dry-run']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsDelete)
    const { services, show } = await this.open(flags)
    const dryRun = (flags as Readonly<Record<string, unknown>>)['dry-run'] === true
    const id = await services.sessions.delete(args.id, { dryRun })
    show({ deleted: !dryRun, ...(dryRun ? { dry_run: true } : {}), id }, () => (dryRun ? `Would delete session ${id}.` : `Session ${id} deleted.`))
  }
}
