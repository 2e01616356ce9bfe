import { composeServices, type Services } from '../compose.ts'
import { type Config, loadConfig } from '../config/load.ts'
import { createLog } from '../log.ts'
import { namedConfig } from './named-config.ts'
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
  const { config, home, ignored } = await loadConfig({ env, ...namedConfig(path) })
  const debug = verbose || config.unified_flags.verbose || env['CLINVK_LOG'] === 'debug'
  const log = createLog({ debug, write: (text) => write(new TerminalText().clean(text)) })
  for (const file of ignored) log.warn(`ignored ${file}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`)
  return { config, services: composeServices({ root, env, config, home, log }) }
}
