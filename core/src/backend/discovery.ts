import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isRecord } from '../schema/is-record.ts'
import { pluginFolder } from '../config/data-dir.ts'
import { announcedBackends, type BackendManifest, isPackageName, type PluginPackage, readPackageJson } from './package-manifest.ts'
import { pluginAllowed } from './plugin-allowed.ts'

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

/**
 * Reads the manifests of core's own plugins, then of linked and user-installed ones, in that order: a name that is taken
 * stays with whom came first, so nobody can take over a built-in backend. No plugin code runs. Bad packages become problems,
 * and so do installed ones that are not in `allow` (`plugins.allow`; empty: all are).
 */
export function discoverBackends(corePackage: string, dataDir: string, allow: readonly string[] = []): Discovered {
  const backends: BackendManifest[] = []
  const problems: PluginProblem[] = []
  for (const plugin of [...corePlugins(corePackage, problems), ...installedPlugins(dataDir, problems)]) {
    const complain = (message: string) => void problems.push({ package: plugin.name, message })
    if (plugin.origin !== 'core' && !pluginAllowed(plugin.name, allow)) {
      complain('it is not in plugins.allow, so its backends are left out; add it there or uninstall it')
      continue
    }
    const manifest = readPackageJson(plugin.folder, complain)
    for (const found of manifest === undefined ? [] : announcedBackends(plugin, manifest, complain)) {
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
  const complain = (message: string) => void problems.push({ package: name, message })
  const manifest = readPackageJson(folder, complain)
  return { backends: manifest === undefined ? [] : announcedBackends({ name, folder, origin: 'link' }, manifest, complain), problems }
}

function packageNameOf(folder: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : folder
  } catch {
    return folder // discoverFolder tells what is wrong with the file
  }
}

/** The packages that belong to clinvk and may bring backends. */
export function corePlugins(corePackage: string, problems: PluginProblem[]): PluginPackage[] {
  const { oclif } = JSON.parse(readFileSync(corePackage, 'utf8')) as { oclif: { plugins: string[] } }
  // oclif's own plugins stand in the same list and bring no backend: their packages need not be opened.
  return oclif.plugins
    .filter((name) => !name.startsWith('@oclif/'))
    .flatMap((name): PluginPackage[] => {
      const folder = packageFolder(name, dirname(corePackage))
      if (folder !== undefined) return [{ name, folder, origin: 'core' }]
      problems.push({ package: name, message: 'it belongs to clinvk but is not there; reinstall clinvk' })
      return []
    })
}

/** The next `node_modules` upwards that has a package, links followed. `require.resolve` says the same, but takes milliseconds of each start. */
function packageFolder(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder)
  return dirname(from) === from ? undefined : packageFolder(name, dirname(from))
}

/** The linked packages, then the installed ones, each by name. */
export function installedPlugins(dataDir: string, problems: PluginProblem[]): PluginPackage[] {
  const folder = pluginFolder(dataDir)
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
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
    if (!isPackageName(name)) {
      problems.push({ package: name, message: 'this is no name of an npm package; take it out of package.json of the plugin folder' })
      return []
    }
    return [{ name, folder: join(folder, 'node_modules', name), origin: 'user' }]
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
