import { ClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import type { Setting } from './environment.ts'
import { type ConfigProblem, problemLine, shortened } from './problem.ts'
import type { ConfigFile } from './read-file.ts'
import { childNode, configTree } from './schema-walk.ts'
import { isSecretKey, masked } from './secret.ts'

/** What a validator of ajv says. */
export interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Record<string, unknown>
  /** Set where the name of a key is wrong. */
  readonly propertyName?: string
}

/** Checks a merged configuration. Throws `config_invalid` naming the key, and its place: file and line, or variable. */
export async function validateConfig(config: unknown, file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): Promise<void> {
  const [first] = await configProblems(config, file, fromEnvironment)
  if (first !== undefined) throw new ClinvkError('config_invalid', problemLine(first), { hint: first.hint, details: { key: first.key } })
}

/** Everything that is wrong with a merged configuration, in the order of the file. */
export async function configProblems(config: unknown, file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): Promise<readonly ConfigProblem[]> {
  const { default: validate } = await import('../../generated/validate-config.js')
  if (validate(config)) return []
  const problems = new Map<string, ConfigProblem>()
  for (const error of validate.errors as unknown as readonly SchemaError[]) {
    if (error.keyword === 'propertyNames') continue // the name itself has an error of its own
    const keys = errorKeys(error)
    const key = keys.join('.')
    if (problems.has(key)) continue
    problems.set(key, { ...placeOf(keys, file, fromEnvironment), key: shortened(key), message: sayError(error, keys, config), hint: hint(error, keys) })
  }
  return [...problems.values()].sort((a, b) => (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY))
}

/** The path of the key that an error is about. */
export function errorKeys({ instancePath, params, propertyName }: SchemaError): string[] {
  const path = instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const unknown = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? propertyName
  return typeof unknown === 'string' ? [...path, unknown] : path
}

/** Where a key is set: by a variable, else in the file. */
export function placeOf(keys: readonly string[], file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): Pick<ConfigProblem, 'file' | 'line' | 'variable'> {
  const variable = fromEnvironment.get(keys.join('.'))?.variable
  if (variable !== undefined) return { variable }
  const line = file?.lineOf(keys)
  return { ...(file === undefined ? {} : { file: file.path }), ...(line === undefined ? {} : { line }) }
}

/** What is wrong with a value; `keys` is its path in `config`. A secret is not repeated. */
export function sayError(error: SchemaError, keys: readonly string[], config: unknown): string {
  const key = shortened(keys.join('.'))
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') return `unknown key "${key}"`
  if (error.propertyName !== undefined) return `"${shortened(error.propertyName)}" is no name for ${keys[0] === 'backends' ? 'a backend' : 'a key'}`
  const value = keys.reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], config)
  const allowed = error.params['allowedValues']
  const rule = Array.isArray(allowed) ? `must be one of: ${allowed.join(', ')}` : error.message
  return `${key} ${rule}, not ${show(value, keys)}`
}

/** A section may hold a system prompt, which belongs in no message. */
function show(value: unknown, keys: readonly string[]): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a section'
  if (isSecretKey(keys)) return 'what is there'
  return shortened(JSON.stringify(masked(value, keys)) ?? 'nothing')
}

function hint(error: SchemaError, keys: readonly string[]): string {
  if (error.propertyName !== undefined) return 'Use lower-case letters, digits and dashes, beginning with a letter.'
  if (error.keyword !== 'additionalProperties') return 'Correct the value, or remove the key to get the default.'
  const parent = keys.slice(0, -1).reduce<typeof configTree | undefined>(childNode, configTree)
  const near = nearestName(keys.at(-1) ?? '', Object.keys(parent?.properties ?? {}))
  return near === undefined ? 'Remove the key.' : `Did you mean "${near}"?`
}
