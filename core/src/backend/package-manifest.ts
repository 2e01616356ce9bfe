import { readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { isRecord } from '../schema/is-record.ts'

/** A backend that a package's manifest announces. Its code has not run. */
export interface BackendManifest {
  readonly name: string
  /** The package that brings it. */
  readonly package: string
  /** Version of that package. */
  readonly version: string
  /** Absolute path of the module, links followed: another version of the package stands at another path. */
  readonly module: string
  /** Variables that hold secrets of its CLI, kept from other backends' children. */
  readonly secrets: readonly string[]
  /** Absolute path of the JSON schema of its settings; absent: it takes none. */
  readonly settings?: string
  readonly origin: 'core' | 'link' | 'user'
}

/** A package that may bring backends, and where it is. */
export interface PluginPackage {
  readonly name: string
  readonly folder: string
  readonly origin: BackendManifest['origin']
}

/** Says what is wrong with a package; `note` where it can be used all the same. */
export type Complain = (message: string, weight: 'fault' | 'note') => void

/** The contract that this host speaks. */
export const contractVersion = 1

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i

/** True for what npm takes as the name of a package. It becomes a path below node_modules. */
export function isPackageName(name: string): boolean {
  return packageName.test(name) && !name.startsWith('-') && name.length <= 214
}

/** Variables that every program needs, or that say where a CLI connects to: a plugin could take them from the others. */
const noSecret = /^(?:PATH|HOME|TMPDIR|LANG|LC_.*|(?:HTTP|HTTPS|ALL|NO)_PROXY|NODE_.*|SSL_.*|.*_BASE_URL)$/i

/** A package's package.json, or undefined when it cannot be read, which is complained about. */
export function readPackageJson(folder: string, complain: Complain): Record<string, unknown> | undefined {
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch (cause) {
    complain(`its package.json cannot be read (${cause instanceof Error ? cause.message : String(cause)}); reinstall it`, 'fault')
    return undefined
  }
  if (isRecord(manifest)) return manifest
  complain('its package.json is no JSON object; reinstall it', 'fault')
  return undefined
}

/** The backends that a package.json announces. None without a `clinvk` member: an oclif plugin with commands only. */
export function announcedBackends(plugin: PluginPackage, manifest: Readonly<Record<string, unknown>>, complain: Complain): BackendManifest[] {
  const brings = manifest['clinvk']
  if (brings === undefined) return []
  if (!isRecord(brings) || !isRecord(brings['backends'])) {
    complain('"clinvk" in its package.json must hold "contract" and "backends"; ask its author', 'fault')
    return []
  }
  if (brings['contract'] !== contractVersion) {
    complain(`it is written for contract ${JSON.stringify(brings['contract'])}, this clinvk speaks ${contractVersion}; update ${plugin.origin === 'core' ? 'clinvk' : 'the older of the two'}`, 'fault')
    return []
  }
  const listed = Array.isArray(brings['secrets']) ? brings['secrets'].filter((name) => typeof name === 'string') : []
  const secrets = listed.filter((name) => !noSecret.test(name))
  const refused = listed.filter((name) => noSecret.test(name))
  if (refused.length > 0) complain(`"secrets" in its package.json lists what is no secret of a CLI and stays visible to others: ${refused.join(', ')}; ask its author`, 'note')
  const inside = (path: string): string | undefined => {
    const named = resolve(plugin.folder, path)
    return isInside(resolve(plugin.folder), named) && isInside(real(plugin.folder), real(named)) ? real(named) : undefined
  }
  const schemas = brings['settings'] === undefined ? {} : brings['settings']
  const named = isRecord(schemas) ? schemas : {}
  const settingsOf = (name: string): { settings?: string } => {
    const path = Object.hasOwn(named, name) ? named[name] : undefined
    const settings = typeof path === 'string' ? inside(path) : undefined
    if (path !== undefined && settings === undefined) complain(`the schema for settings of "${name}" is no path inside the package; ask its author`, 'fault')
    return settings === undefined ? {} : { settings }
  }
  const strange = isRecord(schemas) ? Object.keys(schemas).filter((name) => !Object.hasOwn(brings['backends'] as object, name)) : ['it is no object']
  if (strange.length > 0) complain(`"settings" in its package.json must name a schema for a backend of the package: ${strange.join(', ')}; ask its author`, 'fault')
  const version = typeof manifest['version'] === 'string' ? manifest['version'] : ''
  return Object.entries(brings['backends']).flatMap(([name, path]) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || typeof path !== 'string') {
      complain(`"${name}" is no name for a backend, or its module is no path; ask its author`, 'fault')
      return []
    }
    const module = inside(path)
    if (module === undefined) {
      complain(`the module of "${name}" lies outside the package; ask its author`, 'fault')
      return []
    }
    return [{ name, package: plugin.name, version, module, secrets, origin: plugin.origin, ...settingsOf(name) }]
  })
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(`${folder}${sep}`)
}

/** Where a path leads, links followed as far as it exists: what is not there cannot be loaded, and is told then. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(real(parent), basename(path))
  }
}
