import { statSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { announcedBackends, type BackendManifest, type PluginPackage, readPackageJson } from './package-manifest.ts'
import { isCommandWord, pluginCommands } from './plugin-commands.ts'

/** What else there is, so that nothing is taken twice. */
export interface Taken {
  /** Backends of other packages. */
  readonly backends: readonly Pick<BackendManifest, 'name' | 'package'>[]
  /** First words of clinvk's own commands. */
  readonly core: ReadonlySet<string>
  /** First words of other plugins' commands, and whose they are. */
  readonly words: ReadonlyMap<string, string>
}

/** A package that is a plugin and may stay. */
export interface CheckedPackage {
  readonly version: string
  readonly backends: readonly BackendManifest[]
  /** First words of its commands. */
  readonly commands: readonly string[]
  /** What its author should mend; it can be used all the same. */
  readonly notes: readonly string[]
}

/**
 * Looks at a package before it stays installed, without running its code. Errors: `plugin_invalid` when it is no plugin of
 * clinvk, breaks a rule of the manifest, or takes a name that somebody else has.
 */
export function checkPackage(plugin: PluginPackage, taken: Taken): CheckedPackage {
  const faults: string[] = []
  const notes: string[] = []
  const manifest = readPackageJson(plugin.folder, (message, weight) => void (weight === 'fault' ? faults : notes).push(message))
  if (manifest === undefined) throw refused(plugin.name, faults)
  const backends = announcedBackends(plugin, manifest, (message, weight) => void (weight === 'fault' ? faults : notes).push(message))
  const { words, problem } = pluginCommands(plugin.folder, manifest)
  if (problem !== undefined) notes.push(problem)
  if (manifest['name'] !== plugin.name) faults.push(`its package.json calls it ${JSON.stringify(manifest['name'])}`)
  const brings = manifest['clinvk'] !== undefined
  if (!brings && words.length === 0) faults.push(problem ?? 'it is no plugin of clinvk: its package.json announces no backend ("clinvk") and it has no commands')
  if (brings && backends.length === 0 && words.length === 0 && faults.length === 0) faults.push('"clinvk" in its package.json announces no backend')
  for (const { name, module } of backends) {
    const other = taken.backends.find((backend) => backend.name === name && backend.package !== plugin.name)
    if (other !== undefined) faults.push(`the backend "${name}" already comes from ${other.package}`)
    if (statSync(module, { throwIfNoEntry: false })?.isFile() !== true) faults.push(`the module of its backend "${name}" is not in the package`)
  }
  for (const word of words) {
    const owner = taken.words.get(word)
    if (!isCommandWord(word)) faults.push(`${JSON.stringify(word)} is no name for a command`)
    else if (taken.core.has(word)) faults.push(`its command "${word}" is one of clinvk's own`)
    else if (owner !== undefined && owner !== plugin.name) faults.push(`its command "${word}" already comes from ${owner}`)
  }
  if (faults.length > 0) throw refused(plugin.name, faults)
  return { version: typeof manifest['version'] === 'string' ? manifest['version'] : '', backends, commands: words, notes }
}

function refused(name: string, faults: readonly string[]): ClinvkError {
  return new ClinvkError('plugin_invalid', `${name} cannot be a plugin here: ${faults.join('; ')}`, {
    hint: 'Nothing was changed. Ask its author, or install another version.',
    details: { package: name, problems: [...faults] },
  })
}
