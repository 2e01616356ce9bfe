import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isClinvkError } from '@clinvk/plugin-sdk'
import { composeServices } from '../compose.ts'
import { configDefaults } from '../config/defaults.ts'
import { foreignFiles } from '../config/foreign-files.ts'
import { type Config, configPlace, loadConfig } from '../config/load.ts'
import { createLog } from '../log.ts'
import type { Doctor, DoctorConfiguration } from '../service/doctor/doctor.ts'
import { namedConfig } from './named-config.ts'
import { TerminalText } from './render/terminal-text.ts'
import type { StartOptions } from './start-services.ts'

/** What doctor is started with: a configuration that cannot be used does not hold it up, for that is one of its findings. */
export async function startDoctor({ root, env, path, verbose, write }: StartOptions, signal: AbortSignal): Promise<{ readonly config: Config; readonly doctor: Doctor }> {
  const source = { env, ...namedConfig(path) }
  const { home, path: file } = configPlace(source)
  const ignored = foreignFiles(env['HOME'] || homedir(), process.cwd()).filter((found) => found !== file)
  const state = { path: file, exists: existsSync(file), ignored }
  const { config, configuration } = await loadConfig(source).then(
    (loaded): { config: Config; configuration: DoctorConfiguration } => ({ config: loaded.config, configuration: state }),
    (error: unknown) => {
      if (!isClinvkError(error)) throw error
      return { config: configDefaults() as Config, configuration: { ...state, error } }
    },
  )
  // What would be warned of is a finding.
  const { debug } = createLog({ debug: verbose || env['CLINVK_LOG'] === 'debug', write: (text) => write(new TerminalText().clean(text)) })
  const services = composeServices({ root, env, config, home, log: { debug, warn: debug } })
  return { config, doctor: await services.doctor(configuration, signal) }
}
