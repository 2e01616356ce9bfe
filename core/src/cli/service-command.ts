import type { Services } from '../compose.ts'
import { ClinvkCommand } from './clinvk-command.ts'
import { outputFormat } from './output-format.ts'
import { jsonText } from './render/json-text.ts'
import { startServices } from './start-services.ts'
export { serviceFlags } from './clinvk-command.ts'

/** What a command works with. */
export interface Opened {
  readonly services: Services
  /** Prints a result: as lines for people, or as one JSON document. */
  readonly show: <Value>(value: Value, lines: (value: Value) => string) => void
}

/** A command that asks a service and prints what it says. */
export abstract class ServiceCommand extends ClinvkCommand {
  protected async open(flags: Readonly<Record<string, unknown>>): Promise<Opened> {
    const { config, services } = await startServices({
      root: this.config.root,
      env: process.env,
      path: flags['config'] as string | undefined,
      verbose: flags['verbose'] === true,
      write: (text) => void process.stderr.write(text),
    })
    const format = outputFormat({ format: flags['output-format'] as string | undefined, json: flags['json'] === true }, config.output.format, process.stdout.isTTY === true)
    return {
      services,
      show: (value, lines) => this.log(format === 'text' ? lines(value).trimEnd() : jsonText(value, format === 'json' ? 2 : undefined)),
    }
  }
}
