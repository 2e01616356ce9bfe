import { ClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import { environmentNames } from './environment.ts'
import type { ConfigFile } from './read-file.ts'
import { childNode, configTree } from './schema-walk.ts'

interface Problem {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Record<string, unknown>
}

/** Checks a merged configuration. Throws `config_invalid` naming the key, and its place: file and line, variable, or flag. */
export async function validateConfig(config: unknown, file: ConfigFile | undefined, fromEnvironment: ReadonlySet<string>): Promise<void> {
  const { default: validate } = await import('../../generated/validate-config.js')
  if (validate(config)) return
  const problem = (validate.errors as unknown as readonly Problem[])[0] as Problem
  const path = problem.instancePath.split('/').slice(1)
  const unknown = problem.params['additionalProperty'] ?? problem.params['propertyName']
  const keys = typeof unknown === 'string' ? [...path, unknown] : path
  const key = keys.join('.')
  throw new ClinvkError('config_invalid', `${place(key, keys, file, fromEnvironment)}: ${say(problem, key, config, path)}`, {
    hint: hint(problem, path, unknown),
    details: { key },
  })
}

function place(key: string, keys: readonly string[], file: ConfigFile | undefined, fromEnvironment: ReadonlySet<string>): string {
  if (fromEnvironment.has(key)) return [...environmentNames()].find(([, target]) => target === key)?.[0] ?? 'environment'
  const line = file?.lineOf(keys)
  return file !== undefined && line !== undefined ? `${file.path}:${line}` : (file?.path ?? 'configuration')
}

function say(problem: Problem, key: string, config: unknown, path: readonly string[]): string {
  if (problem.keyword === 'additionalProperties') return `unknown key "${key}"`
  const value = path.reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], config)
  const allowed = problem.params['allowedValues']
  const rule = Array.isArray(allowed) ? `must be one of: ${allowed.join(', ')}` : problem.message
  return `${key} ${rule}, not ${JSON.stringify(value)}`
}

function hint(problem: Problem, path: readonly string[], unknown: unknown): string {
  if (problem.keyword !== 'additionalProperties') return 'Correct the value, or remove the key to get the default.'
  const parent = path.reduce<typeof configTree | undefined>(childNode, configTree)
  const near = nearestName(String(unknown), Object.keys(parent?.properties ?? {}))
  return near === undefined ? 'Remove the key.' : `Did you mean "${near}"?`
}
