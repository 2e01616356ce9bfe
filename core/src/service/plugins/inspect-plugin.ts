import { installedPlugins } from '../../backend/discovery.ts'
import { announcedBackends, readPackageJson } from '../../backend/package-manifest.ts'
import { isRecord } from '../../schema/is-record.ts'
import { type PluginSurroundings, unknownPlugin } from './change-plugins.ts'
import { ListPlugins, type PluginSummary } from './list-plugins.ts'
import { verifyPlugins } from './verify-plugins.ts'

/** Everything that is known of a plugin without running it. */
export interface PluginDetails extends Omit<PluginSummary, 'backends'> {
  /** Absolute path of its folder. */
  readonly folder: string
  readonly description?: string
  readonly homepage?: string
  readonly license?: string
  readonly installed_at?: string
  readonly integrity?: string
  readonly backends: readonly { readonly name: string; readonly module: string; readonly secrets: readonly string[] }[]
  /** What it depends on, with the range that it asks for. */
  readonly dependencies: Readonly<Record<string, string>>
}

/** Looks at one plugin, its files included. Errors: `invalid_request` when there is none of that name. */
export async function inspectPlugin(around: PluginSurroundings, name: string): Promise<PluginDetails> {
  const { store, allow } = around
  const { plugins } = new ListPlugins(around).execute()
  const summary = plugins.find((plugin) => plugin.name === name)
  const found = installedPlugins(store.dir, []).find((plugin) => plugin.name === name)
  if (summary === undefined || found === undefined) throw unknownPlugin('inspect', name, plugins.map((plugin) => plugin.name))
  const manifest = readPackageJson(found.folder, () => undefined) ?? {} // what is wrong with it stands in the problems
  const recorded = store.read().record.plugins[name]
  const verified = (await verifyPlugins(store.dir, store.folder(), allow)).plugins.find((plugin) => plugin.name === name)
  const text = (key: string) => (typeof manifest[key] === 'string' ? { [key]: manifest[key] } : {})
  return {
    ...summary,
    folder: found.folder,
    ...text('description'),
    ...text('homepage'),
    ...text('license'),
    ...(recorded === undefined ? {} : { installed_at: recorded.installed_at }),
    ...(recorded?.integrity === undefined ? {} : { integrity: recorded.integrity }),
    backends: announcedBackends(found, manifest, () => undefined).map(({ name: backend, module, secrets }) => ({ name: backend, module, secrets })),
    dependencies: Object.fromEntries(Object.entries(isRecord(manifest['dependencies']) ? manifest['dependencies'] : {}).map(([dependency, range]) => [dependency, typeof range === 'string' ? range : ''])),
    problems: [...new Set([...summary.problems, ...(verified?.problems ?? [])])],
  }
}
