import { ChangePlugins, type PluginSurroundings } from './change-plugins.ts'
import { inspectPlugin, type PluginDetails } from './inspect-plugin.ts'
import { ListPlugins } from './list-plugins.ts'
import { PluginStore } from './plugin-store.ts'
import { type Verification, verifyPlugins } from './verify-plugins.ts'

/** Everything that can be done with plugins. Nothing of it is loaded before somebody asks for it. */
export interface Plugins {
  readonly change: ChangePlugins
  readonly list: ListPlugins
  /** Compares all files with what was installed. */
  readonly verify: () => Promise<Verification>
  /** Errors: `invalid_request` when there is none of that name. */
  readonly inspect: (name: string) => Promise<PluginDetails>
}

/** The use cases over one data folder. */
export function composePlugins({ dir, ...rest }: Omit<PluginSurroundings, 'store'> & { readonly dir: string }): Plugins {
  const store = new PluginStore(dir)
  const around = { ...rest, store }
  return {
    change: new ChangePlugins(around),
    list: new ListPlugins(around),
    verify: () => verifyPlugins(dir, store.folder(), rest.allow),
    inspect: (name) => inspectPlugin(around, name),
  }
}
