import { ClinvkError } from '@clinvk/plugin-sdk'
import { editText } from '../config/edit-text.ts'
import type { BackendManifest } from '../backend/package-manifest.ts'
import { configFromEnvironment, settingsVariables, variablePart } from '../config/environment.ts'
import { type ConfigKey, findKey } from '../config/key.ts'
import { configPlace, type ConfigSource } from '../config/load.ts'
import { type ConfigProblem, problemLine } from '../config/problem.ts'
import { parseConfig } from '../config/read-file.ts'
import type { SchemaNode } from '../config/schema-walk.ts'
import { masked } from '../config/secret.ts'
import { typedValue } from '../config/typed-value.ts'
import { unknownBackends } from '../config/unknown-backends.ts'
import { changeConfigFile } from './config-file.ts'
import { type CheckConfig, invalidFile } from './configuration.ts'

/** What was written. */
export interface ChangedConfig {
  readonly key: string
  /** The value that was set, secrets masked; absent after `unset`. */
  readonly value?: unknown
  readonly file: string
  /** False: the file was like that already, or this was a dry run. */
  readonly changed: boolean
  /** Present for a dry run: whether the file would be another one. */
  readonly would_change?: boolean
  /** What a person should know, such as a variable that is stronger than the file. */
  readonly warnings: readonly string[]
}

/** Changes single keys of the file that counts. What the environment sets is never written. */
export class ChangeConfiguration {
  readonly #source: ConfigSource
  readonly #backends: () => readonly BackendManifest[]
  readonly #check: CheckConfig

  /** `backends`: those that are there. */
  constructor(source: ConfigSource, backends: () => readonly BackendManifest[], check: CheckConfig) {
    this.#source = source
    this.#backends = backends
    this.#check = check
  }

  /**
   * Errors: `invalid_request` for an unknown key or a value that does not fit; `config_invalid` when the file would not be valid,
   * or cannot be written. Nothing is written then.
   */
  async set(name: string, text: string, { dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<ChangedConfig> {
    let would = false
    const { path, node } = findKey(name)
    const key = path.join('.')
    const value = typedValue(text, node ?? (await this.#settingNode(path)), key)
    const place = configPlace(this.#source)
    const changed = await changeConfigFile(place, async (before) => {
      await refuseBroken(place.path, before, `cannot set ${key}`)
      const next = (await editText(before, path, value)) ?? before
      const problems = await this.#check(place.path, next)
      const own = problems.find((problem) => isBelow(problem.key, key) || isBelow(key, problem.key))
      if (own !== undefined) throw new ClinvkError('invalid_request', own.message, { hint: 'Give another value.', details: { key } })
      if (problems.length > 0) throw invalidFile(`cannot set ${key}, for the file is not valid`, problems)
      would = next !== before
      return would && !dryRun ? next : undefined
    })
    return { key, value: masked(value, path), file: place.path, changed, ...(dryRun ? { would_change: would } : {}), warnings: [...this.#overridden(key), ...this.#missing(path, value)] }
  }

  /**
   * Takes a key out of the file, and sections that are then empty. A file with other problems may be mended this way.
   * Errors: `invalid_request` for a key that neither clinvk nor the file knows; `config_invalid` as for `set`.
   */
  async unset(name: string, { dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<ChangedConfig> {
    let would = false
    const place = configPlace(this.#source)
    let known: ConfigKey | ClinvkError
    try {
      known = findKey(name)
    } catch (error) {
      known = error as ClinvkError // a mistyped key in the file is one to take out
    }
    const path = known instanceof ClinvkError ? name.split('.') : known.path
    const key = path.join('.')
    let left: readonly ConfigProblem[] = []
    const changed = await changeConfigFile(place, async (before) => {
      await refuseBroken(place.path, before, `cannot unset ${key}`)
      const next = await editText(before, path, undefined)
      if (next === undefined) {
        if (known instanceof ClinvkError) throw known
        return undefined
      }
      const had = await this.#check(place.path, before)
      left = await this.#check(place.path, next)
      const added = left.filter(({ key: one, message }) => !had.some((problem) => problem.key === one && problem.message === message))
      if (added.length > 0) throw invalidFile(`cannot unset ${key}`, added)
      would = true
      return dryRun ? undefined : next
    })
    return { key, file: place.path, changed, ...(dryRun ? { would_change: would } : {}), warnings: [...this.#overridden(key), ...left.map((problem) => `the file is still not valid: ${problemLine(problem)}`)] }
  }

  /** Variables that are stronger than what the file says about a key, or about keys below it. */
  #overridden(key: string): string[] {
    const { env } = this.#source
    const known = [...configFromEnvironment(env)].map(([one, { variable }]) => ({ one, variable, said: one }))
    // Which setting of a plugin a variable means is told by its name alone, as far as it matters here.
    const own = settingsVariables(env).map(({ variable, backend, rest }) => ({ one: `backends.${backend}.settings.${rest}`, variable, said: key }))
    const [section, name, settings, ...path] = key.split('.')
    const asVariable = settings === 'settings' && path.length > 0 ? [section, name, settings, path.map(variablePart).join('_')].join('.') : key
    const stronger = [...known.filter(({ one }) => isBelow(one, key)), ...own.filter(({ one }) => isBelow(one, asVariable))]
    return stronger.map(({ variable, said }) => `${variable} is set in the environment and counts instead of what the file says about ${said}`)
  }

  /** What a plugin wants for one of its own settings. Errors: `invalid_request` where no plugin takes them, `plugin_invalid`. */
  async #settingNode([section, name, settings, ...path]: readonly string[]): Promise<SchemaNode | undefined> {
    if (section !== 'backends' || settings !== 'settings' || name === undefined) return undefined
    const manifest = this.#backends().find((backend) => backend.name === name)
    if (manifest?.settings === undefined) {
      throw new ClinvkError('invalid_request', manifest === undefined ? `cannot check settings of a backend "${name}" that is not there` : `the backend "${name}" takes no settings`, { hint: 'See clinvk backends.' })
    }
    return (await import('../backend/settings.ts')).settingNode(manifest, path)
  }

  /** A backend that is not there may come with a plugin; more likely its name is mistyped. */
  #missing([section, name]: readonly string[], value: unknown): string[] {
    const known = this.#backends().map((backend) => backend.name)
    if (section === 'backends' && name !== undefined) return unknownBackends({ backends: { [name]: {} } }, {}, known)
    if (section !== 'default_backend' || typeof value !== 'string' || known.includes(value)) return []
    return [`there is no backend "${value}" (available: ${known.join(', ')})`]
  }
}

/** True also for the same key. */
function isBelow(key: string | undefined, section: string | undefined): boolean {
  return key !== undefined && section !== undefined && `${key}.`.startsWith(`${section}.`)
}

/** YAML that cannot be read cannot be changed without losing something. */
async function refuseBroken(path: string, text: string, attempt: string): Promise<void> {
  const { file, problems } = await parseConfig(path, text)
  if (file === undefined) throw invalidFile(attempt, problems)
}
