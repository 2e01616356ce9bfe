import { existsSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ReadSettings } from '../backend/settings.ts'
import { configFromEnvironment } from '../config/environment.ts'
import { findKey } from '../config/key.ts'
import { type Config, configPlace, type ConfigPlace, type ConfigSource, effectiveConfig, loadConfig, type LoadedConfig, rememberSource } from '../config/load.ts'
import { type Origin, originsOf } from '../config/origin.ts'
import { type ConfigProblem, problemLine } from '../config/problem.ts'
import { parseConfig, readConfigText } from '../config/read-file.ts'
import { masked } from '../config/secret.ts'
import { unknownBackends } from '../config/unknown-backends.ts'
import { apiKeyProblems } from '../config/api-key-problems.ts'
import { configProblems } from '../config/validate.ts'
export type { Origin } from '../config/origin.ts'
export { type ConfigProblem, problemLine } from '../config/problem.ts'

/** The whole configuration that counts. */
export interface ShownConfig {
  /** Secrets are masked unless they were asked for. */
  readonly config: Readonly<Record<string, unknown>>
  /** Where each value comes from, by dotted key. */
  readonly origins: Readonly<Record<string, Origin>>
  /** The file that counts; it may not be there. */
  readonly file: string
  readonly exists: boolean
  /** What a person should know, such as a file that does not count. */
  readonly warnings: readonly string[]
}

/** The file that counts. */
export interface ConfigPath {
  readonly path: string
  readonly exists: boolean
  readonly source: ConfigPlace['source']
}

/** What a look at a file found. */
export interface CheckedConfig {
  readonly valid: boolean
  readonly file: string
  /** In the order of the file. */
  readonly problems: readonly ConfigProblem[]
}

/** What is shown of the configuration, and whether it is right. Nothing is changed here. */
export class Configuration {
  readonly #source: ConfigSource
  readonly #backends: () => readonly string[]
  readonly #settings: ReadAllSettings
  readonly #check: CheckConfig

  /** `backends`: the names of those that are there. */
  constructor(source: ConfigSource, backends: () => readonly string[], settings: ReadAllSettings, check: CheckConfig) {
    this.#source = source
    this.#backends = backends
    this.#settings = settings
    this.#check = check
  }

  /** Errors: `config_invalid`. */
  async load(): Promise<LoadedConfig> {
    return loadConfig(this.#source)
  }

  /** How results are printed; a configuration that cannot be read says nothing about that. */
  async format(): Promise<Config['output']['format']> {
    try {
      return (await this.load()).config.output.format
    } catch {
      return 'default' // what is wrong is told by the command itself, where it matters
    }
  }

  /** Everything that counts. Errors: `config_invalid`. */
  async show(secrets: boolean): Promise<ShownConfig> {
    const { config, file, environment, ignored, home } = await this.#whole()
    const { path } = configPlace(this.#source)
    const foreign = ignored.map((name) => `ignored ${name}: only --config, CLINVK_CONFIG or ${home}/config.yaml count`)
    return {
      config: (secrets ? config : masked(config, [])) as Record<string, unknown>,
      origins: originsOf(config, file, environment),
      file: path,
      exists: file !== undefined,
      warnings: [...foreign, ...unknownBackends(config, this.#source.env, this.#backends())],
    }
  }

  /** One value, or a section; null where a known key has none. Errors: `config_invalid`, `invalid_request` for an unknown key. */
  async get(key: string, secrets: boolean): Promise<unknown> {
    const { path } = findKey(key)
    const { config } = await this.#whole()
    const value = path.reduce<unknown>((node, part) => (typeof node === 'object' && node !== null && Object.hasOwn(node, part) ? (node as Record<string, unknown>)[part] : undefined), config)
    return (secrets ? value : masked(value, path)) ?? null
  }

  /** With the settings of plugins as their schemas read them. */
  async #whole(): Promise<LoadedConfig> {
    const loaded = await this.load()
    const { backends, environment, problems } = await this.#settings(loaded.config)
    const [first] = problems
    if (first !== undefined) throw new ClinvkError('config_invalid', problemLine(first), { hint: first.hint, details: { key: first.key } })
    return { ...loaded, config: { ...loaded.config, backends }, environment: new Map([...loaded.environment, ...environment]) }
  }

  path(): ConfigPath {
    const { path, source } = configPlace(this.#source)
    return { path, exists: existsSync(path), source }
  }

  /**
   * Everything that is wrong with a file; without a name, with the one that counts and with the environment.
   * Errors: `config_invalid` for a file that cannot be read.
   */
  async validate(name?: string): Promise<CheckedConfig> {
    const place = configPlace(name === undefined ? this.#source : { path: name, env: {} })
    const text = readConfigText(place.path, place.named)
    const problems = await this.#check(place.path, text ?? '', name === undefined ? this.#source.env : {})
    return { valid: problems.length === 0, file: place.path, problems }
  }
}

/** Everything that is wrong with the text of a file, and with what the environment sets. */
export type CheckConfig = (path: string, text: string, env?: ConfigSource['env']) => Promise<readonly ConfigProblem[]>

/** The entries of all backends with their settings read by the schemas of their plugins, and what is wrong with those. */
export type ReadAllSettings = (config: Config) => Promise<Pick<ReadSettings, 'environment' | 'problems'> & { readonly backends: Config['backends'] }>

/** Checks against the schema, and settings of plugins against theirs. */
export function configChecker(settings: ReadAllSettings): CheckConfig {
  return async (path, text, env = {}) => {
    const { file, problems } = await parseConfig(path, text)
    if (file === undefined) return problems
    const environment = configFromEnvironment(env)
    const config = await effectiveConfig(file, environment)
    const found = await configProblems(config, file, environment)
    if (found.length > 0) return found
    rememberSource(config as Config, { env, file })
    return [...apiKeyProblems(config as Config, file, environment), ...(await settings(config as Config)).problems]
  }
}

/** Why something cannot be done with a file like that: the first of its problems. */
export function invalidFile(attempt: string, problems: readonly ConfigProblem[]): ClinvkError {
  const [first] = problems as readonly [ConfigProblem]
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more: clinvk config validate)` : ''
  return new ClinvkError('config_invalid', `${attempt}: ${problemLine(first)}${more}`, { hint: first.hint, details: { problems } })
}
