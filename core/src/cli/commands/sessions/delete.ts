import { Args } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk sessions delete ID`. */
export default class SessionsDelete extends ServiceCommand {
  static override summary = 'Delete one conversation.'
  static override args = { id: Args.string({ description: 'id, or the beginning of it', required: true, ignoreStdin: true }) }
  static override flags = serviceFlags()
  static override examples = ['<%= config.bin %> sessions delete 3fa9']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SessionsDelete)
    const { services, show } = await this.open(flags)
    const id = await services.sessions.delete(args.id)
    show({ deleted: true, id }, () => `Session ${id} deleted.`)
  }
}
