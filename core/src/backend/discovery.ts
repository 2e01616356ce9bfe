import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { isRecord } from '../schema/is-record.ts'

/** A backend that a package's manifest announces. Its code has not run. */
export interface BackendManifest {
  readonly name: string
  /** The package that brings it. */
  readonly package: string
  /** Version of that package. */
  readonly version: string
  /** Absolute path of the module. */
  readonly module: string
  /** Variables that hold secrets of its CLI, kept from other backends' children. */
  readonly secrets: readonly string[]
  readonly origin: 'core' | 'link' | 'user'
}

/** Something wrong with a package, in words for the person who installed it. */
export interface PluginProblem {
  readonly package: string
  readonly message: string
}

/** What the manifests say. */
export interface Discovered {
  readonly backends: readonly BackendManifest[]
  readonly problems: readonly PluginProblem[]
}

interface PluginPackage {
  readonly name: string
  readonly folder: string
  readonly origin: BackendManifest['origin']
}

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i

/** Variables that every program needs, or that say where a CLI connects to: a plugin could take them from the others. */
const noSecret = /^(?:PATH|HOME|TMPDIR|LANG|LC_.*|(?:HTTP|HTTPS|ALL|NO)_PROXY|NODE_.*|SSL_.*|.*_BASE_URL)$/i

/** The contract that this host speaks. */
export const contractVersion = 1

/**
 * Reads the manifests of core's own plugins, then of linked and user-installed ones, in that order: a name that is taken
 * stays with whom came first, so nobody can take over a built-in backend. No plugin code runs. Bad packages become problems.
 */
export function discoverBackends(corePackage: string, dataDir: string): Discovered {
  const backends: BackendManifest[] = []
  const problems: PluginProblem[] = []
  for (const plugin of [...corePlugins(corePackage, problems), ...installedPlugins(dataDir, problems)]) {
    const complain = (message: string) => problems.push({ package: plugin.name, message })
    const manifest = readManifest(plugin, complain)
    for (const found of manifest) {
      const first = backends.find((other) => other.name === found.name)
      if (first === undefined) backends.push(found)
      else complain(`the backend "${found.name}" already comes from ${first.package}; uninstall one of the two`)
    }
  }
  return { backends, problems }
}

/** What one folder's package.json announces, as if the folder were linked: what is wrong with it becomes a problem, too. */
export function discoverFolder(folder: string): Discovered {
  const problems: PluginProblem[] = []
  const name = packageNameOf(folder)
  return { backends: readManifest({ name, folder, origin: 'link' }, (message) => problems.push({ package: name, message })), problems }
}

function packageNameOf(folder: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : folder
  } catch {
    return folder // readManifest tells what is wrong with the file
  }
}

function corePlugins(corePackage: string, problems: PluginProblem[]): PluginPackage[] {
  const require = createRequire(corePackage)
  const { oclif } = JSON.parse(readFileSync(corePackage, 'utf8')) as { oclif: { plugins: string[] } }
  // oclif's own plugins stand in the same list and bring no backend: their packages need not be opened.
  return oclif.plugins
    .filter((name) => !name.startsWith('@oclif/'))
    .flatMap((name): PluginPackage[] => {
      try {
        return [{ name, folder: dirname(require.resolve(`${name}/package.json`)), origin: 'core' }]
      } catch {
        problems.push({ package: name, message: 'it belongs to clinvk but is not there; reinstall clinvk' })
        return []
      }
    })
}

function installedPlugins(dataDir: string, problems: PluginProblem[]): PluginPackage[] {
  let text: string
  try {
    text = readFileSync(join(dataDir, 'package.json'), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    // Without the file, nothing was ever installed.
    if (code !== 'ENOENT' && code !== 'ENOTDIR') problems.push({ package: dataDir, message: `package.json of the plugin folder cannot be read (${code}); installed plugins are left out` })
    return []
  }
  const list = pluginList(text)
  if (list === undefined) {
    problems.push({ package: dataDir, message: 'package.json of the plugin folder cannot be read; reinstall the plugins' })
    return []
  }
  const packages = list.flatMap((entry): PluginPackage[] => {
    if (!isRecord(entry) || typeof entry['name'] !== 'string') return []
    const name = entry['name']
    if (entry['type'] === 'link' && typeof entry['root'] === 'string') return [{ name, folder: entry['root'], origin: 'link' }]
    if (entry['type'] !== 'user') return []
    // The name becomes a path below node_modules.
    if (!packageName.test(name)) {
      problems.push({ package: name, message: 'this is no name of an npm package; take it out of package.json of the plugin folder' })
      return []
    }
    return [{ name, folder: join(dataDir, 'node_modules', name), origin: 'user' }]
  })
  return packages.sort((a, b) => Number(a.origin === 'user') - Number(b.origin === 'user') || (a.name < b.name ? -1 : 1))
}

function pluginList(text: string): readonly unknown[] | undefined {
  try {
    const parsed = JSON.parse(text) as { oclif?: { plugins?: unknown } }
    const list = parsed.oclif?.plugins ?? []
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}

function readManifest(plugin: PluginPackage, complain: (message: string) => void): BackendManifest[] {
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(join(plugin.folder, 'package.json'), 'utf8'))
  } catch (cause) {
    complain(`its package.json cannot be read (${cause instanceof Error ? cause.message : String(cause)}); reinstall it`)
    return []
  }
  if (!isRecord(manifest)) {
    complain('its package.json is no JSON object; reinstall it')
    return []
  }
  const brings = manifest['clinvk']
  if (brings === undefined) return [] // an oclif plugin with commands only
  if (!isRecord(brings) || !isRecord(brings['backends'])) {
    complain('"clinvk" in its package.json must hold "contract" and "backends"; ask its author')
    return []
  }
  if (brings['contract'] !== contractVersion) {
    complain(`it is written for contract ${JSON.stringify(brings['contract'])}, this clinvk speaks ${contractVersion}; update ${plugin.origin === 'core' ? 'clinvk' : 'the older of the two'}`)
    return []
  }
  const listed = Array.isArray(brings['secrets']) ? brings['secrets'].filter((name) => typeof name === 'string') : []
  const secrets = listed.filter((name) => !noSecret.test(name))
  const refused = listed.filter((name) => noSecret.test(name))
  if (refused.length > 0) complain(`"secrets" in its package.json lists what is no secret of a CLI and stays visible to others: ${refused.join(', ')}; ask its author`)
  const version = typeof manifest['version'] === 'string' ? manifest['version'] : ''
  return Object.entries(brings['backends']).flatMap(([name, path]) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || typeof path !== 'string') {
      complain(`"${name}" is no name for a backend, or its module is no path; ask its author`)
      return []
    }
    const module = resolve(plugin.folder, path)
    if (!isInside(resolve(plugin.folder), module) || !isInside(real(plugin.folder), real(module))) {
      complain(`the module of "${name}" lies outside the package; ask its author`)
      return []
    }
    return [{ name, package: plugin.name, version, module, secrets, origin: plugin.origin }]
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
