import { ClinvkError } from '@clinvk/plugin-sdk'
import { discoverBackends, installedPlugins, type PluginProblem } from '../../backend/discovery.ts'
import { readPackageJson } from '../../backend/package-manifest.ts'
import { pluginAllowed } from '../../backend/plugin-allowed.ts'
import type { PluginSurroundings } from './change-plugins.ts'
import type { PluginSource } from './plugin-record.ts'

/** A plugin in a list. */
export interface PluginSummary {
  readonly name: string
  readonly version: string
  /** `unrecorded`: listed in the plugin folder, but not put there by clinvk. */
  readonly source: PluginSource | 'unrecorded'
  /** What it is fetched by; for a linked one its folder. */
  readonly spec: string
  readonly backends: readonly string[]
  /** First words of its commands. */
  readonly commands: readonly string[]
  /** What is wrong with it. */
  readonly problems: readonly string[]
}

/** All plugins beside clinvk's own, and what is wrong with the folder that they are in. */
export interface PluginList {
  /** The data folder. */
  readonly folder: string
  readonly plugins: readonly PluginSummary[]
  readonly problems: readonly PluginProblem[]
}

/** Lists what is installed and linked, from manifests: nothing of a plugin runs. */
export class ListPlugins {
  readonly #around: PluginSurroundings

  constructor(around: PluginSurroundings) {
    this.#around = around
  }

  /**
   * The folder of the installed plugin whose command is asked for. Errors: `permission_denied` when it is not in
   * `plugins.allow`, `plugin_invalid` when it is not there.
   */
  commandFolder(name: string, word: string): string {
    const { store, allow } = this.#around
    if (!pluginAllowed(name, allow)) throw new ClinvkError('permission_denied', `cannot run "${word}": ${name}, which brings it, is not in plugins.allow`, { hint: `Add it there, or send the word as a prompt: clinvk -- ${word}` })
    const plugin = installedPlugins(store.dir, []).find((found) => found.name === name)
    if (plugin === undefined || readPackageJson(plugin.folder, () => undefined) === undefined) {
      throw new ClinvkError('plugin_invalid', `cannot run "${word}": ${name}, which brings it, is not there any more`, { hint: 'Run clinvk plugins verify --restore, or uninstall it.' })
    }
    return plugin.folder
  }

  execute(): PluginList {
    const { store, corePackage, allow } = this.#around
    const { record } = store.read()
    const discovered = discoverBackends(corePackage, store.dir, allow)
    const plugins = installedPlugins(store.dir, []).map(({ name, folder, origin }): PluginSummary => {
      const recorded = record.plugins[name]
      const manifest = readPackageJson(folder, () => undefined) // what is wrong with it was told by the discovery
      return {
        name,
        version: typeof manifest?.['version'] === 'string' ? manifest['version'] : (recorded?.version ?? ''),
        source: recorded?.source ?? 'unrecorded',
        spec: origin === 'link' ? folder : (recorded?.spec ?? name),
        backends: discovered.backends.filter((backend) => backend.package === name && backend.origin !== 'core').map((backend) => backend.name),
        commands: recorded?.commands ?? [],
        problems: discovered.problems.filter((problem) => problem.package === name).map(({ message }) => message),
      }
    })
    const names = new Set(plugins.map(({ name }) => name))
    const lost = Object.keys(record.plugins).filter((name) => !names.has(name)).map((name) => ({ package: name, message: 'it was installed but is not in package.json of the plugin folder any more; run clinvk plugins verify --restore' }))
    return { folder: store.dir, plugins, problems: [...discovered.problems.filter((problem) => !names.has(problem.package)), ...lost] }
  }
}
