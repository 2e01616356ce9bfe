import { isClinvkError } from '@clinvk/plugin-sdk'
import type { Interfaces } from '@oclif/core'
import { type ConfigServices, composeConfigServices } from '../compose-config.ts'
import { configPlace } from '../config/load.ts'
import { exitCode } from '../service/exit-code.ts'
import { ClinvkCommand, flagsUsing } from './clinvk-command.ts'
import { namedConfig } from './named-config.ts'
import { outputFormat } from './output-format.ts'
import { errorLines } from './render/error-lines.ts'
import { terminalWidth } from './render/fit-width.ts'
import { jsonText } from './render/json-text.ts'
import { oneLine } from './render/terminal-text.ts'

/** The inherited flags of every such command, and further ones with what they mean for it. */
export function configFlags(more: Readonly<Record<string, string>> = {}): Interfaces.FlagInput {
  return flagsUsing(['config', 'output-format', 'json', { verbose: 'tell on stderr which file counts, and why' }, more])
}

/** What such a command works with. */
export interface OpenedConfig extends ConfigServices {
  /** Prints a result: as lines for people, or as one JSON document. */
  readonly show: <Value>(value: Value, lines: (value: Value) => string) => void
  /** Columns of the terminal; without one there is no limit. */
  readonly columns: number
}

/** A command about the configuration itself: it has to work where the configuration is not valid. */
export abstract class ConfigCommand extends ClinvkCommand {
  /** Its result is for scripts: text unless JSON is asked for by a flag, also behind a pipe. */
  protected readonly plain: boolean = false

  protected async open(flags: Readonly<Record<string, unknown>>): Promise<OpenedConfig> {
    const source = { env: process.env, ...namedConfig(flags['config']) }
    if (flags['verbose'] === true) this.note(`configuration: ${configPlace(source).path} (${configPlace(source).source})`)
    const services = composeConfigServices({ root: this.config.root, ...source })
    const configured = this.plain ? 'text' : await services.configuration.format()
    const format = outputFormat({ format: flags['output-format'] as string | undefined, json: flags['json'] === true }, configured, process.stdout.isTTY === true)
    return {
      ...services,
      show: (value, lines) => this.log(format === 'text' ? lines(value).replace(/\n+$/, '') : jsonText(value, format === 'json' ? 2 : undefined)),
      columns: process.stdout.isTTY === true ? terminalWidth() : Number.POSITIVE_INFINITY,
    }
  }

  /** A line for the person, beside the result. */
  protected note(text: string): void {
    process.stderr.write(`${oneLine(text)}\n`)
  }

  /** What a script takes from stdout is the value or nothing. */
  protected override async catch(error: Error): Promise<void> {
    const asked = this.argv.includes('--json') || this.argv.some((word) => /^(?:-o=?|--output-format=?)(?:json|stream-json)?$/.test(word))
    if (!this.plain || asked || !isClinvkError(error)) throw error
    process.stderr.write(errorLines(error, { color: process.stderr.isTTY === true && !process.env['NO_COLOR'] }))
    this.exit(exitCode(error))
  }
}
