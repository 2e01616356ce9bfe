import { ClinvkError } from '@clinvk/plugin-sdk'
import { Args, Flags } from '@oclif/core'
import { backendDetails } from '../render/backend-details.ts'
import { backendTable } from '../render/backend-table.ts'
import { terminalWidth } from '../render/fit-width.ts'
import { ServiceCommand, serviceFlags } from '../service-command.ts'

/** `clinvk backends [NAME]`: what is there, and what is wrong. */
export default class Backends extends ServiceCommand {
  static override summary = 'List the backends and what is wrong with them, or look closely at one.'
  static override args = { name: Args.string({ description: 'look closely at this one', ignoreStdin: true }) }
  static override flags = { ...serviceFlags('backend'), reset: Flags.string({ summary: 'have this backend, which kept failing, asked again at once', helpValue: 'NAME' }) }
  static override examples = ['<%= config.bin %> backends', '<%= config.bin %> backends codex', '<%= config.bin %> backends codex --json', '<%= config.bin %> backends --reset claude']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Backends)
    const { backend, reset } = flags as { readonly backend?: string; readonly reset?: string }
    if (args.name !== undefined && backend !== undefined && args.name !== backend) {
      throw new ClinvkError('invalid_request', `the name "${args.name}" and --backend ${backend} contradict each other`, { hint: 'Give one of the two.', details: { usage: true } })
    }
    if (reset !== undefined && (args.name ?? backend) !== undefined) {
      throw new ClinvkError('invalid_request', '--reset names its backend itself', { hint: 'Leave out the other name.', details: { usage: true } })
    }
    const { services, show } = await this.open(flags)
    if (reset !== undefined) return show(await services.resetBreaker.execute(reset), (done) => `${done.backend}: the circuit breaker was ${done.was}, and is closed now`)
    const name = args.name ?? backend
    const list = await services.listBackends.execute(name)
    show(list, () => (name === undefined ? backendTable(list) : list.backends.map((one) => backendDetails(one, terminalWidth())).join('')))
  }
}
