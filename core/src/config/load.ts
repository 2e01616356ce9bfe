import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FromSchema } from 'json-schema-to-ts'
import type { configSchema } from '../schema/config.ts'
import { isRecord } from '../schema/is-record.ts'
import { configDefaults } from './defaults.ts'
import { configFromEnvironment, type Setting } from './environment.ts'
import { foreignFiles } from './foreign-files.ts'
import { lenient } from './lenient.ts'
import { type ConfigFile, readConfigFile } from './read-file.ts'
import { validateConfig } from './validate.ts'

/** A complete, valid configuration. */
export type Config = FromSchema<typeof configSchema>

/** Where to look. */
export interface ConfigSource {
  /** `--config`: must exist. */
  readonly path?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The file that counts. It may not be there. */
export interface ConfigPlace {
  /** Absolute. */
  readonly path: string
  /** What says so. */
  readonly source: '--config' | 'CLINVK_CONFIG' | 'CLINVK_HOME' | 'default'
  /** Somebody asked for this file by name: then it has to be there. */
  readonly named: boolean
  /** The folder of clinvk's own files: `CLINVK_HOME`, else `~/.clinvk`. */
  readonly home: string
}

/** A configuration and what a person should know about where it comes from. */
export interface LoadedConfig {
  readonly config: Config
  /** The folder of clinvk's own files: `CLINVK_HOME`, else `~/.clinvk`. */
  readonly home: string
  /** The file that counts, whether it is there or not. */
  readonly path: string
  /** Configuration files of projects that do not count. */
  readonly ignored: readonly string[]
  /** The file that was read; absent when there is none. */
  readonly file?: ConfigFile
  /** What the environment sets, by dotted key. */
  readonly environment: ReadonlyMap<string, Setting>
}

/** What a configuration was made from. */
export interface SourceOfConfig {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file?: ConfigFile
}

/** The same in each copy of this file: what is loaded late runs beside the bundle, from a copy of its own, so nothing is kept in a variable. */
const madeFrom = Symbol.for('clinvk.config.source')

/** Notes what a configuration was made from. */
export function rememberSource({ backends }: Pick<Config, 'backends'>, source: SourceOfConfig): void {
  // Who changes another section goes on with a copy of the whole; this one stays the same object.
  if (isRecord(backends)) Object.defineProperty(backends, madeFrom, { value: source, configurable: true })
}

/** What {@link loadConfig} has read for a configuration, for what is checked only when it is needed. */
export function sourceOf({ backends }: Pick<Config, 'backends'>): SourceOfConfig | undefined {
  return (backends as { readonly [madeFrom]?: SourceOfConfig })[madeFrom]
}

/** clinvk's own folder. */
export function clinvkHome(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(env['CLINVK_HOME'] || join(env['HOME'] || homedir(), '.clinvk'))
}

/** The file is `--config`, else `CLINVK_CONFIG`, else `CLINVK_HOME/config.yaml`. */
export function configPlace({ path, env }: ConfigSource): ConfigPlace {
  const home = clinvkHome(env)
  const named = path ?? (env['CLINVK_CONFIG'] || undefined)
  if (named !== undefined) return { path: resolve(named), source: path === undefined ? 'CLINVK_CONFIG' : '--config', named: true, home }
  return { path: join(home, 'config.yaml'), source: env['CLINVK_HOME'] ? 'CLINVK_HOME' : 'default', named: false, home }
}

/**
 * Environment, then one file, then defaults. Only the file of {@link configPlace} counts;
 * any other that `rc` would find (a `.clinvkrc` of a project could name programs to run) is reported in `ignored`.
 * Errors: `config_invalid` naming file, line and key.
 */
export async function loadConfig(source: ConfigSource): Promise<LoadedConfig> {
  const { path, named, home } = configPlace(source)
  const file = await readConfigFile(path, named)
  const environment = configFromEnvironment(source.env)
  const config = await effectiveConfig(file, environment)
  const ignored = foreignFiles(source.env['HOME'] || homedir(), process.cwd()).filter((found) => found !== path)
  rememberSource(config as Config, { env: source.env, ...(file === undefined ? {} : { file }) })
  // Defaults are known to be valid.
  if (file !== undefined || environment.size > 0) await validateConfig(config, file, environment)
  return { config: config as Config, home, path, ignored, environment, ...(file === undefined ? {} : { file }) }
}

/** What counts of environment, file and defaults. Nothing is checked. */
export async function effectiveConfig(file: ConfigFile | undefined, environment: ReadonlyMap<string, Setting>): Promise<unknown> {
  // Most prompts run without either; the merging library is loaded where there is something to merge.
  if (file === undefined && environment.size === 0) return lenient(configDefaults())
  const over: Record<string, unknown> = {}
  for (const [key, { value }] of environment) put(over, key, value)
  return lenient(await merge(await merge(configDefaults(), file?.values ?? {}), over))
}

/**
 * `rc` opens and reads every file of the name it is given before it hands the text over, so it gets a name that no file and no
 * variable can have, and only merges. The values stand below a key of their own: `rc` would open what a key `config` names.
 */
async function merge(base: Record<string, unknown>, over: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { default: rc } = await import('rc')
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
