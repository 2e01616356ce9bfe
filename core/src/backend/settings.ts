import { readFileSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { type Setting, settingsVariables, variablePart } from '../config/environment.ts'
import { type Config, sourceOf } from '../config/load.ts'
import { type ConfigProblem, problemLine } from '../config/problem.ts'
import type { SchemaNode } from '../config/schema-walk.ts'
import { typedValue } from '../config/typed-value.ts'
import { errorKeys, placeOf, sayError, type SchemaError } from '../config/validate.ts'
import { isRecord } from '../schema/is-record.ts'
import { nearestName } from '../schema/nearest-name.ts'
import { hasSettings } from './has-settings.ts'
import type { BackendManifest } from './package-manifest.ts'

/** Settings of a backend, read with the schema that its plugin brings. */
export interface ReadSettings {
  /** Defaults of the schema included. Absent when nobody has set any. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What variables have set, by dotted key of the configuration. */
  readonly environment: ReadonlyMap<string, Setting>
  readonly problems: readonly ConfigProblem[]
}

/** The settings of a backend for a run. Errors: `config_invalid` with file, line and key; `plugin_invalid` for a bad schema. */
export async function settingsOf(manifest: BackendManifest, config: Pick<Config, 'backends'>): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { settings, problems } = await readSettings(manifest, config)
  const [first] = problems
  if (first !== undefined) throw new ClinvkError('config_invalid', problemLine(first), { backend: manifest.name, hint: first.hint, details: { key: first.key } })
  return settings
}

/** Reads and checks the settings of a backend. Errors: `plugin_invalid` for a bad schema. */
export async function readSettings(manifest: BackendManifest, config: Pick<Config, 'backends'>): Promise<ReadSettings> {
  if (!hasSettings(manifest.name, config)) return { environment: new Map(), problems: [] }
  const { env = {}, file } = sourceOf(config) ?? {}
  const section = ['backends', manifest.name, 'settings']
  const variables = settingsVariables(env).filter(({ backend }) => backend === manifest.name)
  const given = config.backends[manifest.name]?.settings
  const schema = readSchema(manifest)
  if (schema === undefined) {
    const place = given === undefined && variables[0] !== undefined ? { variable: variables[0].variable } : placeOf(section, file, new Map())
    return { environment: new Map(), problems: [{ ...place, key: section.join('.'), message: `the backend "${manifest.name}" takes no settings`, hint: 'Remove them.' }] }
  }
  const settings = structuredClone(given ?? {}) as Record<string, unknown>
  const environment = new Map<string, Setting>()
  const problems: ConfigProblem[] = []
  for (const { variable, rest, value } of variables) {
    const found = findSetting(schema, rest)
    if (found === undefined) {
      problems.push({ variable, key: section.join('.'), message: `the backend "${manifest.name}" has no setting for it`, hint: `Settings are: ${settingNames(schema).join(', ')}.` })
      continue
    }
    put(settings, found.path, typedValue(value, found.node, [...section, ...found.path].join('.')))
    environment.set([...section, ...found.path].join('.'), { variable, value })
  }
  const { checkSettings } = await import('../schema/check-settings.ts')
  const whole = { backends: { [manifest.name]: { settings } } }
  for (const error of attempt(manifest, () => checkSettings(schema, settings)) as readonly SchemaError[]) {
    const keys = [...section, ...errorKeys(error)]
    if (problems.some(({ key }) => key === keys.join('.'))) continue
    problems.push({ ...placeOf(keys, file, environment), key: keys.join('.'), ...say(error, keys, whole, schema) })
  }
  return { settings, environment, problems }
}

/** What a plugin's schema says of one setting; undefined where it says nothing. `path` begins below `settings`. */
export function settingNode(manifest: BackendManifest, path: readonly string[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, key) => (Object.hasOwn(node?.properties ?? {}, key) ? node?.properties?.[key] : undefined), readSchema(manifest))
}

function readSchema(manifest: BackendManifest): (SchemaNode & Record<string, unknown>) | undefined {
  const path = manifest.settings
  if (path === undefined) return undefined
  return attempt(manifest, () => {
    const schema: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isRecord(schema)) throw new Error('it is no JSON object')
    return schema
  })
}

function attempt<Result>({ name, package: brings }: BackendManifest, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    throw new ClinvkError('plugin_invalid', `the schema for settings of the backend "${name}" of ${brings} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { backend: name, hint: `Update or uninstall ${brings}.`, cause })
  }
}

/** The setting whose name, in capitals, is the rest of a variable's: `RETRY_MAX` is `retry.max` or `retryMax`. */
function findSetting(schema: SchemaNode, rest: string): { readonly path: readonly string[]; readonly node: SchemaNode } | undefined {
  for (const [key, node] of Object.entries(schema.properties ?? {})) {
    const name = variablePart(key)
    if (name === rest) return { path: [key], node }
    const inner = rest.startsWith(`${name}_`) ? findSetting(node, rest.slice(name.length + 1)) : undefined
    if (inner !== undefined) return { path: [key, ...inner.path], node: inner.node }
  }
  return undefined
}

function settingNames(schema: SchemaNode): string[] {
  return Object.keys(schema.properties ?? {})
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let node = target
  for (const key of path.slice(0, -1)) node = (isRecord(node[key]) ? node[key] : (node[key] = {})) as Record<string, unknown>
  node[path.at(-1) as string] = value
}

function say(error: SchemaError, keys: readonly string[], config: unknown, schema: SchemaNode): Pick<ConfigProblem, 'message' | 'hint'> {
  if (error.keyword === 'required') return { message: `${keys.join('.')} lacks "${String(error.params['missingProperty'])}"`, hint: 'Set it.' }
  const message = sayError(error, keys, config)
  const near = error.keyword === 'additionalProperties' ? nearestName(keys.at(-1) ?? '', settingNames(schema)) : undefined
  return { message, hint: near === undefined ? 'Correct the value, or remove the key.' : `Did you mean "${near}"?` }
}
