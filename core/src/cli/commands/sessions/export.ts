import { ClinvkError } from '@clinvk/plugin-sdk'
import { Args, Flags } from '@oclif/core'
import { sessionMarkdown } from '../../render/session-markdown.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'
import { filterFlags, sessionFilter } from '../../session-filter.ts'

/** `clinvk sessions export ID`. */
export default class SessionsExport extends ServiceCommand {
  static override summary = 'Print whole conversations as Markdown or JSON.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it; without it all that -b, -m or -w choose', ignoreStdin: true }) }
  static override flags = { ...serviceFlags(filterFlags), format: Flags.string({ summary: 'markdown or json', options: ['markdown', 'json'], default: 'markdown' }) }
  static override examples = ['<%= config.bin %> sessions export 3fa9 > conversation.md', '<%= config.bin %> sessions export -b codex --format json > codex.json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsExport)
    const { services } = await this.open(flags)
    const given = flags as Readonly<Record<string, unknown>>
    const filter = sessionFilter(given)
    const json = given['format'] === 'json' || given['json'] === true || /^(?:stream-)?json$/i.test(String(given['output-format']))
    if (args.id === undefined && Object.keys(filter).length === 0) {
      throw new ClinvkError('invalid_request', 'no conversation was named', { hint: 'Give an id, or choose with -b, -m or -w.', details: { usage: true } })
    }
    if (args.id !== undefined) {
      const { session, turns } = await services.sessions.show((await services.sessions.get(args.id, filter)).id)
      this.log(json ? JSON.stringify({ ...session, turns }, null, 2) : sessionMarkdown(session, turns).trimEnd())
      return
    }
    const { sessions } = await services.sessions.list(filter)
    const all = await Promise.all(sessions.map(({ id }) => services.sessions.show(id)))
    this.log(json ? JSON.stringify({ sessions: all.map(({ session, turns }) => ({ ...session, turns })) }, null, 2) : all.map(({ session, turns }) => sessionMarkdown(session, turns).trimEnd()).join('\n\n---\n\n'))
  }
}
