import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FromSchema } from 'json-schema-to-ts'
import rc from 'rc'
import type { configSchema } from '../schema/config.ts'
import { isRecord } from '../schema/is-record.ts'
import { configDefaults } from './defaults.ts'
import { configFromEnvironment } from './environment.ts'
import { foreignFiles } from './foreign-files.ts'
import { lenient } from './lenient.ts'
import { readConfigFile } from './read-file.ts'
import { validateConfig } from './validate.ts'

/** A complete, valid configuration. */
export type Config = FromSchema<typeof configSchema>

/** Where to look. */
export interface ConfigSource {
  /** `--config`: must exist. */
  readonly path?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A configuration and what a person should know about where it comes from. */
export interface LoadedConfig {
  readonly config: Config
  /** The folder of clinvk's own files: `CLINVK_HOME`, else `~/.clinvk`. */
  readonly home: string
  /** Configuration files of projects that do not count. */
  readonly ignored: readonly string[]
}

/** clinvk's own folder. */
export function clinvkHome(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(env['CLINVK_HOME'] || join(env['HOME'] || homedir(), '.clinvk'))
}

/**
 * Environment, then one file, then defaults. The file is `--config`, else `CLINVK_CONFIG`, else `CLINVK_HOME/config.yaml`;
 * any other file that `rc` would find (a `.clinvkrc` of a project could name programs to run) is reported in `ignored`.
 * Errors: `config_invalid` naming file, line and key.
 */
export async function loadConfig(source: ConfigSource): Promise<LoadedConfig> {
  const home = clinvkHome(source.env)
  const named = source.path ?? (source.env['CLINVK_CONFIG'] || undefined)
  const path = resolve(named ?? join(home, 'config.yaml'))
  const file = await readConfigFile(path, named !== undefined)
  const environment = configFromEnvironment(source.env)

  const over: Record<string, unknown> = {}
  for (const [key, { value }] of environment) put(over, key, value)

  const config = lenient(merge(merge(configDefaults(), file?.values ?? {}), over))
  const ignored = foreignFiles(source.env['HOME'] || homedir(), process.cwd()).filter((found) => found !== path)
  // Defaults are known to be valid.
  if (file !== undefined || environment.size > 0) await validateConfig(config, file, environment)
  return { config: config as Config, home, ignored }
}

/**
 * `rc` opens and reads every file of the name it is given before it hands the text over, so it gets a name that no file and no
 * variable can have, and only merges. The values stand below a key of their own: `rc` would open what a key `config` names.
 */
function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  return rc('\0', { values: base }, { values: over })['values'] as Record<string, unknown>
}

function put(target: Record<string, unknown>, key: string, value: unknown): void {
  const path = key.split('.')
  const last = path.pop() as string
  let node = target
  for (const part of path) {
    const next = node[part]
    node = (isRecord(next) ? next : (node[part] = {})) as Record<string, unknown>
  }
  node[last] = value
}
