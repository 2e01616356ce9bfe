import { childNode, configTree, type SchemaNode } from './schema-walk.ts'

/** Environment names that the original used and that do not follow from the key. */
const aliases: Readonly<Record<string, string>> = { CLINVK_BACKEND: 'default_backend', CLINVK_API_KEYS_GOPASS_PATH: 'server.api_keys_gopass_path' }

/** Every key with its variable: `output.format` is `CLINVK_OUTPUT_FORMAT`. Keys of a backend: see {@link configFromEnvironment}. */
export function environmentNames(): Map<string, string> {
  const names = new Map(Object.entries(aliases))
  const visit = (node: SchemaNode, path: readonly string[]) => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      const here = [...path, key]
      if (child.properties !== undefined) visit(child, here)
      else if (child.type !== 'object') names.set(`CLINVK_${here.join('_').toUpperCase()}`, here.join('.'))
    }
  }
  visit(configTree, [])
  return names
}

/** What one variable sets. */
export interface Setting {
  readonly variable: string
  readonly value: string
}

/**
 * What the environment sets, by dotted key. `CLINVK_CLAUDE_MODEL` sets `backends.claude.model`: any name that ends
 * in a key of a backend and is no other key's belongs to the backend in the middle, with dashes written as underscores.
 * Where two names set one key, the original's short one counts. Empty variables set nothing.
 */
export function configFromEnvironment(env: Readonly<Record<string, string | undefined>>): Map<string, Setting> {
  const found = new Map<string, Setting>()
  const candidates = Object.entries(env).filter(([name, value]) => name.startsWith('CLINVK_') && value !== undefined && value !== '')
  if (candidates.length === 0) return found
  const names = environmentNames()
  const backendKeys = Object.entries(childNode(configTree.properties?.['backends'], '*')?.properties ?? {}).flatMap(([key, { type }]) => (type === 'object' ? [] : [key]))
  for (const [name, value] of candidates) {
    if (settingsName.test(name)) continue // read with the schema of the plugin: see settingsVariables
    const key = names.get(name) ?? backendKey(name, backendKeys)
    if (key === undefined || (found.has(key) && !Object.hasOwn(aliases, name))) continue
    found.set(key, { variable: name, value: value as string })
  }
  return found
}

const settingsName = /^CLINVK_([A-Z][A-Z0-9_]*?)_SETTINGS_(.+)$/

/** A variable that sets one of a backend's own settings. */
export interface SettingsVariable extends Setting {
  readonly backend: string
  /** What stands behind `_SETTINGS_`. */
  readonly rest: string
}

/** Variables such as `CLINVK_ACME_SETTINGS_BASE_URL`. Only the plugin's schema tells which setting each one means. */
export function settingsVariables(env: Readonly<Record<string, string | undefined>>): SettingsVariable[] {
  return Object.entries(env).flatMap(([variable, value]) => {
    if (value === undefined || value === '' || !variable.startsWith('CLINVK_')) return []
    const [, name, rest] = settingsName.exec(variable) ?? []
    return name === undefined || rest === undefined ? [] : [{ variable, value, rest, backend: name.toLowerCase().replaceAll('_', '-') }]
  })
}

/** The part of a variable's name that stands for a key: `baseUrl` and `base-url` are `BASE_URL`. */
export function variablePart(key: string): string {
  return key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()
}

function backendKey(name: string, keys: readonly string[]): string | undefined {
  const rest = name.slice('CLINVK_'.length).toLowerCase()
  const key = keys.find((candidate) => rest.endsWith(`_${candidate}`))
  if (key === undefined) return undefined
  const backend = rest.slice(0, -key.length - 1).replaceAll('_', '-')
  return /^[a-z][a-z0-9-]*$/.test(backend) ? `backends.${backend}.${key}` : undefined
}
