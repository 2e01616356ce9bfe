import { ClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import type { Setting } from './environment.ts'
import type { ConfigFile } from './read-file.ts'
import { childNode, configTree } from './schema-walk.ts'

interface Problem {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Record<string, unknown>
  /** Set where the name of a key is wrong. */
  readonly propertyName?: string
}

/** Checks a merged configuration. Throws `config_invalid` naming the key, and its place: file and line, variable, or flag. */
export async function validateConfig(config: unknown, file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): Promise<void> {
  const { default: validate } = await import('../../generated/validate-config.js')
  if (validate(config)) return
  const problem = (validate.errors as unknown as readonly Problem[])[0] as Problem
  const path = problem.instancePath.split('/').slice(1)
  const unknown = problem.params['additionalProperty'] ?? problem.propertyName
  const keys = typeof unknown === 'string' ? [...path, unknown] : path
  const key = keys.join('.')
  throw new ClinvkError('config_invalid', `${place(key, keys, file, fromEnvironment)}: ${say(problem, key, config, path)}`, {
    hint: hint(problem, path, unknown),
    details: { key },
  })
}

function place(key: string, keys: readonly string[], file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): string {
  const variable = fromEnvironment.get(key)?.variable
  if (variable !== undefined) return variable
  const line = file?.lineOf(keys)
  return file !== undefined && line !== undefined ? `${file.path}:${line}` : (file?.path ?? 'configuration')
}

function say(problem: Problem, key: string, config: unknown, path: readonly string[]): string {
  if (problem.keyword === 'additionalProperties') return `unknown key "${key}"`
  if (problem.propertyName !== undefined) return `"${problem.propertyName}" is no name for a backend`
  const value = path.reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], config)
  const allowed = problem.params['allowedValues']
  const rule = Array.isArray(allowed) ? `must be one of: ${allowed.join(', ')}` : problem.message
  return `${key} ${rule}, not ${show(value)}`
}

/** A section may hold a system prompt, which belongs in no message. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'a section' : JSON.stringify(value)
}

function hint(problem: Problem, path: readonly string[], unknown: unknown): string {
  if (problem.propertyName !== undefined) return 'Use lower-case letters, digits and dashes, beginning with a letter.'
  if (problem.keyword !== 'additionalProperties') return 'Correct the value, or remove the key to get the default.'
  const parent = path.reduce<typeof configTree | undefined>(childNode, configTree)
  const near = nearestName(String(unknown), Object.keys(parent?.properties ?? {}))
  return near === undefined ? 'Remove the key.' : `Did you mean "${near}"?`
}
