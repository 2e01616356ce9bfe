import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FromSchema } from 'json-schema-to-ts'
import rc from 'rc'
import type { configSchema } from '../schema/config.ts'
import { isRecord } from '../schema/is-record.ts'
import { configDefaults } from './defaults.ts'
import { configFromEnvironment } from './environment.ts'
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
  /** What flags set, as dotted keys. */
  readonly flags?: Readonly<Record<string, unknown>>
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
 * Flags, then environment, then one file, then defaults. The file is `--config`, else `CLINVK_CONFIG`, else
 * `CLINVK_HOME/config.yaml`; any other file that `rc` finds (a `.clinvkrc` of a project could name programs to run) is
 * emptied before the merge and reported in `ignored`.
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
  for (const [key, value] of Object.entries(source.flags ?? {})) if (value !== undefined) put(over, key, value)

  const defaults = configDefaults()
  // Before rc, which writes into the defaults it is given.
  const known = new Set([...Object.keys(defaults), ...Object.keys(file?.values ?? {}), ...Object.keys(over)])
  const merged: Record<string, unknown> = rc('clinvk', defaults, { ...over, config: path }, (text) => (text === file?.text ? file.values : {}))
  const ignored = (merged['configs'] as string[] | undefined ?? []).map((found) => resolve(found)).filter((found) => found !== path)

  // rc adds what it finds in the environment and its own bookkeeping; only what the file, the flags or the table name counts.
  const config = lenient(Object.fromEntries(Object.entries(merged).filter(([key]) => known.has(key))))
  // Defaults are known to be valid. rc also reads variables of its own spelling (`clinvk_output__format`): those are checked too.
  const touched = file !== undefined || Object.keys(over).length > 0 || Object.keys(source.env).some(isReadByRc)
  if (touched) await validateConfig(config, file, environment)
  return { config: config as Config, home, ignored }
}

/** rc takes the prefix in any case, and the rest, in small letters as our keys are, as a path. */
function isReadByRc(variable: string): boolean {
  return /^clinvk_/i.test(variable) && /^_*[a-z]/.test(variable.slice('clinvk_'.length))
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
