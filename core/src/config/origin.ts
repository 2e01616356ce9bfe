import { isRecord } from '../schema/is-record.ts'
import type { Setting } from './environment.ts'
import type { ConfigFile } from './read-file.ts'

/** Where a value comes from. */
export type Origin =
  | { readonly source: 'default' }
  | { readonly source: 'file'; readonly file: string; readonly line?: number }
  | { readonly source: 'environment'; readonly variable: string }

/** The origin of every value below `config`, by dotted key. An empty section is a value. */
export function originsOf(config: unknown, file: ConfigFile | undefined, environment: ReadonlyMap<string, Setting>): Record<string, Origin> {
  return Object.fromEntries(leaves(config, []).map((path) => [path.join('.'), originOf(path, file, environment)]))
}

function leaves(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (!isRecord(value) || (Object.keys(value).length === 0 && path.length > 0)) return [path]
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
}

function originOf(path: readonly string[], file: ConfigFile | undefined, environment: ReadonlyMap<string, Setting>): Origin {
  const variable = environment.get(path.join('.'))?.variable
  if (variable !== undefined) return { source: 'environment', variable }
  if (file === undefined || !holds(file.values, path)) return { source: 'default' }
  const line = file.lineOf(path)
  return { source: 'file', file: file.path, ...(line === undefined ? {} : { line }) }
}

function holds(values: unknown, path: readonly string[]): boolean {
  let node = values
  for (const key of path) {
    if (!isRecord(node) || !Object.hasOwn(node, key)) return false
    node = node[key]
  }
  return true
}
