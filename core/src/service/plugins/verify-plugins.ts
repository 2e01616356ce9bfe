import { readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installedPlugins, type PluginProblem } from '../../backend/discovery.ts'
import { folderHash } from '../../backend/folder-hash.ts'
import { readPackageJson } from '../../backend/package-manifest.ts'
import { pluginAllowed } from '../../backend/plugin-allowed.ts'
import { integrityOf } from './fetch-package.ts'
import { commandsFile, type InstalledPlugin, type PluginRecord, type PluginSource, readRecord, recordFile } from './plugin-record.ts'

/** How one plugin is, compared with what was installed. */
export interface VerifiedPlugin {
  readonly name: string
  readonly version: string
  readonly source: PluginSource
  /** `linked`: its folder is its author's, and not compared. */
  readonly state: 'ok' | 'linked' | 'changed' | 'missing'
  readonly problems: readonly string[]
}

/** How everything below the plugin folder is. */
export interface Verification {
  readonly ok: boolean
  readonly plugins: readonly VerifiedPlugin[]
  /** What is wrong with packages that plugins depend on, or that nobody installed. */
  readonly problems: readonly PluginProblem[]
}

/** Compares all files of the plugin folder with what was recorded when they were installed. Nothing is changed. */
export async function verifyPlugins(dir: string, folder: string, allow: readonly string[]): Promise<Verification> {
  const { record, damaged } = readRecord(folder)
  const changed = await changedPackages(folder, record)
  const listed = new Set(installedPlugins(dir, []).map(({ name }) => name))
  const plugins = await Promise.all(
    Object.entries(record.plugins).map(async ([name, plugin]): Promise<VerifiedPlugin> => {
      const own = [...changed].filter(([path]) => path === `node_modules/${name}` || path.startsWith(`node_modules/${name}/`))
      const missing = own.some(([path, how]) => path === `node_modules/${name}` && how === 'missing')
      const problems = plugin.source === 'link' ? linkProblems(name, plugin) : [...own.map(([path, how]) => `${path}: ${words[how]}`), ...(await tarballProblems(folder, plugin))]
      if (!listed.has(name)) problems.push('it is not in package.json of the plugin folder, so it is not used')
      if (!pluginAllowed(name, allow)) problems.push('it is not in plugins.allow, so it is not used')
      const state = plugin.source === 'link' ? 'linked' : missing ? 'missing' : problems.length > 0 ? 'changed' : 'ok'
      return { name, version: plugin.version, source: plugin.source, state, problems }
    }),
  )
  const problems: PluginProblem[] = []
  if (damaged) problems.push({ package: folder, message: `${recordFile}, the record of what was installed, cannot be read` })
  if (!damaged && !sameCommands(folder, record)) problems.push({ package: folder, message: `${commandsFile}, the list of command words, is not what was recorded` })
  for (const name of listed) if (record.plugins[name] === undefined) problems.push({ package: name, message: 'it was not installed by clinvk plugins, so nothing is known to compare it with' })
  const ofPlugins = Object.keys(record.plugins).map((name) => `node_modules/${name}`)
  for (const [path, how] of changed) if (!ofPlugins.some((own) => path === own || path.startsWith(`${own}/`))) problems.push({ package: path, message: words[how] })
  return { ok: problems.length === 0 && plugins.every((plugin) => plugin.problems.length === 0), plugins, problems }
}

const words = { missing: 'it is missing', changed: 'its files are not what was installed', foreign: 'nobody installed it' } as const

/** Packages below the plugin folder that are not as they were recorded, by path. */
export async function changedPackages(folder: string, record: PluginRecord): Promise<Map<string, keyof typeof words>> {
  const found = new Map<string, keyof typeof words>()
  const expected = Object.entries(record.packages)
  for (const [name, { source }] of Object.entries(record.plugins)) {
    if (source !== 'link' && record.packages[`node_modules/${name}`] === undefined) found.set(`node_modules/${name}`, 'missing')
  }
  for (const [path, { content }] of expected) {
    if (!isFolder(join(folder, path))) found.set(path, 'missing')
    else if ((await folderHash(join(folder, path))) !== content) found.set(path, 'changed')
  }
  for (const path of ['node_modules', ...expected.map(([below]) => `${below}/node_modules`)].flatMap((below) => entries(folder, below))) {
    if (record.packages[path] === undefined && !found.has(path)) found.set(path, 'foreign')
  }
  return found
}

/** What stands in a `node_modules`: packages, with their scope. npm's own files begin with a dot. */
function entries(folder: string, below: string): string[] {
  return names(join(folder, below)).flatMap((name) => (name.startsWith('@') ? names(join(folder, below, name)).map((inner) => `${below}/${name}/${inner}`) : [`${below}/${name}`]))
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'))
  } catch {
    return [] // there is none, or a file in its place, which its own entry tells
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function linkProblems(name: string, { spec }: InstalledPlugin): string[] {
  const problems: string[] = []
  const manifest = readPackageJson(spec, (message) => void problems.push(`${spec}: ${message.replace('; reinstall it', '; link it again or uninstall it')}`))
  if (manifest !== undefined && manifest['name'] !== name) problems.push(`${spec} is now the package ${JSON.stringify(manifest['name'])}`)
  return problems
}

/** The tarball is what a plugin is restored from. */
async function tarballProblems(folder: string, plugin: InstalledPlugin): Promise<string[]> {
  return (await tarballState(folder, plugin)) === 'ok' ? [] : [`its tarball "${plugin.tarball}" is missing or changed`]
}

/** Whether the tarball that was kept is still the one that was installed. */
export async function tarballState(folder: string, { tarball, integrity }: InstalledPlugin): Promise<'ok' | 'gone'> {
  try {
    return integrityOf(await readFile(join(folder, tarball ?? ''))) === integrity ? 'ok' : 'gone'
  } catch {
    return 'gone'
  }
}

function sameCommands(folder: string, record: PluginRecord): boolean {
  const expected = Object.fromEntries(Object.entries(record.plugins).flatMap(([name, { commands }]) => commands.map((word) => [word, name])))
  let text = '{}'
  try {
    text = readFileSync(join(folder, commandsFile), 'utf8')
  } catch {
    // No file: no command words.
  }
  return text === JSON.stringify(expected)
}
