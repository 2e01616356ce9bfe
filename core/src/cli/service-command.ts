import { Command, type Interfaces } from '@oclif/core'
import type { Services } from '../compose.ts'
import { inheritedFlags } from './flag-table.ts'
import { oclifFlags } from './oclif-flags.ts'
import { outputFormat } from './output-format.ts'
import { jsonText } from './render/json-text.ts'
import { startServices } from './start-services.ts'

/** Flags that every such command takes. */
const always = ['config', 'output-format', 'json', 'verbose']

/** The inherited flags that a command makes use of: those of all commands, and the named ones. Others are refused. */
export function serviceFlags(...more: readonly string[]): Interfaces.FlagInput {
  return oclifFlags(inheritedFlags.filter(({ name }) => always.includes(name) || more.includes(name)))
}

/** What a command works with. */
export interface Opened {
  readonly services: Services
  /** Prints a result: as lines for people, or as one JSON document. */
  readonly show: <Value>(value: Value, lines: (value: Value) => string) => void
}

/** A command that asks a service and prints what it says. */
export abstract class ServiceCommand extends Command {
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
