import { ClinvkError } from '@clinvk/plugin-sdk'
import { composeServices, type Services } from '../compose.ts'
import { type Config, loadConfig } from '../config/load.ts'
import { createLog } from '../log.ts'
import { TerminalText } from './render/terminal-text.ts'

/** What a command line says about the configuration, and where it is said. */
export interface StartOptions {
  /** The folder of clinvk's package.json. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--config`. */
  readonly path?: string | undefined
  /** `--verbose`. */
  readonly verbose: boolean
  /** Writes to standard error. */
  readonly write: (text: string) => void
}

/**
 * Loads the configuration, warns of files that do not count, and makes the services. What is logged drives no terminal.
 * Errors: `config_invalid`, `invalid_request` for an empty path.
 */
export async function startServices({ root, env, path, verbose, write }: StartOptions): Promise<{ readonly config: Config; readonly services: Services }> {
  // An unset variable of a script, most likely: the file that it does not name is not to be replaced by another.
  if (path === '') throw new ClinvkError('invalid_request', '--config names no file: its value is empty', { hint: 'Name a file, or leave out --config.', details: { usage: true } })
  const { config, home, ignored } = await loadConfig({ env, ...(path === undefined ? {} : { path }) })
  const debug = verbose || config.unified_flags.verbose || env['CLINVK_LOG'] === 'debug'
  const log = createLog({ debug, write: (text) => write(new TerminalText().clean(text)) })
  for (const file of ignored) log.warn(`ignored ${file}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`)
  return { config, services: composeServices({ root, env, config, home, log }) }
}
