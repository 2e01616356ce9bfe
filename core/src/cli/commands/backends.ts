import { ClinvkError } from '@clinvk/plugin-sdk'
import { Args } from '@oclif/core'
import { backendDetails } from '../render/backend-details.ts'
import { backendTable } from '../render/backend-table.ts'
import { terminalWidth } from '../render/fit-width.ts'
import { ServiceCommand, serviceFlags } from '../service-command.ts'

/** `clinvk backends [NAME]`: what is there, and what is wrong. */
export default class Backends extends ServiceCommand {
  static override summary = 'List the backends and what is wrong with them, or look closely at one.'
  static override args = { name: Args.string({ description: 'look closely at this one', ignoreStdin: true }) }
  static override flags = serviceFlags('backend')
  static override examples = ['<%= config.bin %> backends', '<%= config.bin %> backends codex', '<%= config.bin %> backends codex --json']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Backends)
    const { backend } = flags as { readonly backend?: string }
    if (args.name !== undefined && backend !== undefined && args.name !== backend) {
      throw new ClinvkError('invalid_request', `the name "${args.name}" and --backend ${backend} contradict each other`, { hint: 'Give one of the two.', details: { usage: true } })
    }
    const { services, show } = await this.open(flags)
    const name = args.name ?? backend
    const list = await services.listBackends.execute(name)
    show(list, () => (name === undefined ? backendTable(list) : list.backends.map((one) => backendDetails(one, terminalWidth())).join('')))
  }
}
