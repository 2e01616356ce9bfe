import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { corePlugins, type Discovered, discoverBackends, installedPlugins } from '../../backend/discovery.ts'
import type { Log } from '../../log.ts'
import { nearestName } from '../../schema/nearest-name.ts'
import { type InstallResult, type InstallRules, installPlugin } from './install-plugin.ts'
import { linkPlugin } from './link-plugin.ts'
import type { PackageToolsFactory, RunNpm } from './package-tools.ts'
import { pluginSpec } from './plugin-spec.ts'
import type { PluginStore } from './plugin-store.ts'
import { type Restored, restorePlugins } from './restore-plugins.ts'
import { npmRunner } from './run-npm.ts'
import { uninstallPlugin, type UninstallResult } from './uninstall-plugin.ts'
import { type UpdatedPlugin, updatePlugin } from './update-plugin.ts'
import { type Verification, verifyPlugins } from './verify-plugins.ts'

/** What an entry brings along to change plugins. */
export interface ChangeContext {
  readonly tools: PackageToolsFactory
  /** First words of clinvk's own commands. */
  readonly commands: ReadonlySet<string>
  readonly confirm: InstallRules['confirm']
  readonly say: InstallRules['say']
  readonly signal: AbortSignal
}

/** What the use cases of plugins are made from. */
export interface PluginSurroundings {
  readonly store: PluginStore
  /** clinvk's package.json. */
  readonly corePackage: string
  /** `plugins.allow`. */
  readonly allow: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home. */
  readonly home: string
  readonly log: Log
}

/** Installs, links, updates and uninstalls plugins. Nothing of a plugin runs meanwhile. */
export class ChangePlugins {
  readonly #around: PluginSurroundings

  constructor(around: PluginSurroundings) {
    this.#around = around
  }

  /** Installs what a person named; paths are relative to `cwd`. Errors: see {@link installPlugin}, and `overloaded`. */
  async install(text: string, cwd: string, context: ChangeContext): Promise<InstallResult> {
    const spec = pluginSpec(text, cwd, this.#around.home)
    return this.#around.store.change(async (draft) => installPlugin(draft, await context.tools(draft.folder, this.#npm(context)), spec, this.#rules(context)))
  }

  /** Takes plugins away again. Errors: `invalid_request` when there is none of that name. */
  async uninstall(name: string, context: ChangeContext): Promise<UninstallResult> {
    return this.#around.store.change(async (draft) => {
      const listed = installedPlugins(draft.folder, [])
      if (draft.plugins[name] === undefined && !listed.some((plugin) => plugin.name === name)) throw unknownPlugin('uninstall', name, [...Object.keys(draft.plugins), ...listed.map((plugin) => plugin.name)])
      context.say(`uninstalling ${name}`)
      return uninstallPlugin(draft, await context.tools(draft.folder, this.#npm(context)), name)
    })
  }

  /** Uses a plugin where its author works on it. Errors: see {@link linkPlugin}. */
  async link(folder: string, cwd: string, context: ChangeContext): Promise<InstallResult> {
    return this.#around.store.change(async (draft) => linkPlugin(draft, await context.tools(draft.folder, this.#npm(context)), folder, cwd, this.#rules(context)))
  }

  /**
   * Updates one plugin, or all. One that fails stays as it is, and the others go on. Errors: `invalid_request` when there is none
   * of that name, `cancelled`, `overloaded`.
   */
  async update(name: string | undefined, context: ChangeContext): Promise<readonly UpdatedPlugin[]> {
    const known = Object.keys(this.#around.store.read().record.plugins)
    if (name !== undefined && !known.includes(name)) throw unknownPlugin('update', name, known)
    const results: UpdatedPlugin[] = []
    for (const plugin of name === undefined ? known : [name]) results.push(await this.#updateOne(plugin, context))
    return results
  }

  async #updateOne(name: string, context: ChangeContext): Promise<UpdatedPlugin> {
    let from = ''
    try {
      return await this.#around.store.change(async (draft) => {
        const plugin = draft.plugins[name]
        if (plugin === undefined) throw unknownPlugin('update', name, Object.keys(draft.plugins))
        from = plugin.version
        return updatePlugin(draft, await context.tools(draft.folder, this.#npm(context)), name, this.#rules(context))
      })
    } catch (error) {
      if (!isClinvkError(error) || error.code === 'cancelled' || error.code === 'overloaded') throw error
      return { name, from, state: 'failed', reason: error.message, code: error.code }
    }
  }

  /** Makes the installed plugins what was recorded, where they are not. Errors: `overloaded`, `cancelled`, `config_invalid`. */
  async restore(context: ChangeContext): Promise<Restored & Verification> {
    const { store, allow } = this.#around
    const done = await store.change(async (draft) => restorePlugins(draft, await context.tools(draft.folder, this.#npm(context)), this.#rules(context)))
    return { ...done, ...(await verifyPlugins(store.dir, store.folder(), allow)) }
  }

  #npm(context: ChangeContext): RunNpm {
    return npmRunner({ env: this.#around.env, withheld: this.#discovered().backends.flatMap(({ secrets }) => [...secrets]), signal: context.signal, log: this.#around.log })
  }

  #rules({ commands, confirm, say }: ChangeContext): InstallRules {
    const own = new Set(['clinvk', ...corePlugins(this.#around.corePackage, []).map(({ name }) => name)])
    return { allow: this.#around.allow, discovered: this.#discovered(), own, commands, confirm, say }
  }

  #discovered(): Discovered {
    return discoverBackends(this.#around.corePackage, this.#around.store.dir)
  }
}

/** Errors that name what there is. */
export function unknownPlugin(verb: string, name: string, known: readonly string[]): ClinvkError {
  const near = nearestName(name, known)
  return new ClinvkError('invalid_request', `cannot ${verb} "${name}": no plugin of that name is installed`, { hint: near === undefined ? 'See clinvk plugins.' : `Did you mean "${near}"?`, details: { installed: [...known] } })
}
