import { Command, type Interfaces } from '@oclif/core'
import type { Services } from '../compose.ts'
import type { Config } from '../config/load.ts'
import type { RunOverrides } from '../service/request-from-fields.ts'
import { askedOptions, flagReader } from './asked.ts'
import { runFlags } from './flag-table.ts'
import { attachments } from './input/attachments.ts'
import { abortOnSignals } from './interrupt.ts'
import { oclifFlags } from './oclif-flags.ts'
import { type OutputFormat, outputFormat } from './output-format.ts'
import type { Terminal } from './render/renderer.ts'
import { serviceFlags } from './service-command.ts'
import { standardStreams } from './standard-streams.ts'
import { startServices } from './start-services.ts'

/** The flags of a command that runs several prompts: all of a single run's. They win over what a file says. */
export const batchFlags: Interfaces.FlagInput = { ...serviceFlags('backend', 'model', 'workdir', 'dry-run', 'ephemeral'), ...oclifFlags(runFlags) }

/** What such a command works with. */
export interface BatchStage {
  readonly services: Services
  readonly config: Config
  readonly format: OutputFormat
  readonly terminal: Terminal
  /** Aborted by Ctrl-C and its kin, and when nobody reads what is printed. */
  readonly signal: AbortSignal
  /** What the flags say of every run. */
  readonly overrides: RunOverrides
  /** `--dry-run`; undefined: not said. */
  readonly dryRun: boolean | undefined
}

/** A command that runs several prompts and exits with the code that follows from all of them. */
export abstract class BatchCommand extends Command {
  /** Opens the stage, does the work, and sets the exit code. Failures before anything runs are thrown. */
  protected async batch(flags: Readonly<Record<string, unknown>>, work: (stage: BatchStage) => Promise<number>): Promise<void> {
    const interrupt = abortOnSignals()
    try {
      const reader = flagReader({ flags: flags as Parameters<typeof flagReader>[0]['flags'] })
      const { via: _via, cwd: _cwd, native_input: native, ephemeral, ...asked } = askedOptions(reader)
      const [images, schema] = [reader.list('image'), reader.text('json-schema')]
      const attached = images === undefined && schema === undefined ? {} : await attachments(images, schema)
      const overrides = { ...asked, ...attached, ...(native === true ? { native_input: true } : {}), ...(ephemeral === true ? { ephemeral: true } : {}) }
      const streams = standardStreams(process.env, true, interrupt.abort)
      const { config, services } = await startServices({ root: this.config.root, env: process.env, path: flags['config'] as string | undefined, verbose: flags['verbose'] === true, write: streams.err })
      const format = outputFormat({ format: flags['output-format'] as string | undefined, json: flags['json'] === true }, config.output.format, process.stdout.isTTY === true)
      const terminal = { ...streams, color: streams.color && config.output.color }
      process.exitCode = await work({ services, config, format, terminal, signal: interrupt.signal, overrides, dryRun: flags['dry-run'] === true ? true : undefined })
    } finally {
      interrupt.release()
    }
  }
}
