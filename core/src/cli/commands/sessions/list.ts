import { resolve } from 'node:path'
import { Flags } from '@oclif/core'
import { terminalWidth } from '../../render/fit-width.ts'
import { sessionTable } from '../../render/session-table.ts'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'
import { filterFlags, sessionFilter } from '../../session-filter.ts'
import type { SessionQuery, SessionStatus } from '../../../service/sessions.ts'

/** `clinvk sessions list`. */
export default class SessionsList extends ServiceCommand {
  static override summary = 'List kept conversations, newest first.'
  static override flags = {
    ...serviceFlags(filterFlags),
    status: Flags.string({ summary: 'active, completed, error or paused', options: ['active', 'completed', 'error', 'paused'] }),
    tag: Flags.string({ summary: 'only sessions with this tag', helpValue: 'TAG' }),
    here: Flags.boolean({ summary: 'only sessions of this directory' }),
    limit: Flags.integer({ char: 'n', summary: 'at most so many; 0: all', min: 0, default: 0 }),
    offset: Flags.integer({ summary: 'leave out so many first', min: 0, default: 0 }),
  }
  static override examples = ['<%= config.bin %> sessions list -n 20', '<%= config.bin %> sessions list -b codex --here --json']

  async run(): Promise<void> {
    const { flags } = await this.parse(SessionsList)
    const { services, show } = await this.open(flags)
    const query: SessionQuery = {
      limit: flags.limit,
      offset: flags.offset,
      ...sessionFilter(flags),
      ...(flags.status === undefined ? {} : { status: flags.status as SessionStatus }),
      ...(flags.tag === undefined ? {} : { tag: flags.tag }),
      ...(flags.here && flags['workdir'] === undefined ? { working_dir: resolve('.') } : {}),
    }
    show(await services.sessions.list(query), (list) => sessionTable(list, new Date(), terminalWidth()))
  }
}
