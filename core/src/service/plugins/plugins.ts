import { ChangePlugins, type PluginSurroundings } from './change-plugins.ts'
import { ListPlugins } from './list-plugins.ts'
import { PluginStore } from './plugin-store.ts'

/** Everything that can be done with plugins. Nothing of it is loaded before somebody asks for it. */
export interface Plugins {
  readonly change: ChangePlugins
  readonly list: ListPlugins
}

/** The use cases over one data folder. */
export function composePlugins({ dir, ...rest }: Omit<PluginSurroundings, 'store'> & { readonly dir: string }): Plugins {
  const around = { ...rest, store: new PluginStore(dir) }
  return { change: new ChangePlugins(around), list: new ListPlugins(around) }
}
