import { Args, Flags } from '@oclif/core'
import { sessionMarkdown } from '../../render/session-markdown.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions export ID`. */
export default class SessionsExport extends ServiceCommand {
  static override summary = 'Print a whole conversation as Markdown or JSON.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), format: Flags.string({ summary: 'markdown or json', options: ['markdown', 'json'], default: 'markdown' }) }
  static override examples = ['<%= config.bin %> sessions export 3fa9 > conversation.md', '<%= config.bin %> sessions export 3fa9 --format json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsExport)
    const { services } = await this.open(flags)
    const { session, turns } = await services.sessions.show(args.id)
    const json = flags.format === 'json' || (flags as Readonly<Record<string, unknown>>)['json'] === true
    this.log(json ? JSON.stringify({ ...session, turns }, null, 2) : sessionMarkdown(session, turns).trimEnd())
  }
}
