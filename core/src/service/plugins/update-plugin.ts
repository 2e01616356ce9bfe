import { existsSync } from 'node:fs'
import { fetchPackage } from './fetch-package.ts'
import { installFetched, type InstallResult, type InstallRules } from './install-plugin.ts'
import type { PackageTools } from './package-tools.ts'
import type { Draft } from './plugin-store.ts'

/** What became of one plugin. */
export interface UpdatedPlugin {
  readonly name: string
  /** Version that it was in. */
  readonly from: string
  readonly state: 'updated' | 'unchanged' | 'pinned' | 'linked' | 'failed'
  /** What it is now. Present where it was updated. */
  readonly installed?: InstallResult
  /** Why it stays, or what went wrong. */
  readonly reason?: string
  /** Code of what went wrong. */
  readonly code?: string
}

const exact = /@v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/

/**
 * Fetches once more what a plugin was asked for by, and installs it when it is another package than before. Errors: those of
 * installing it.
 */
export async function updatePlugin(draft: Draft, tools: PackageTools, name: string, rules: InstallRules): Promise<UpdatedPlugin> {
  const plugin = draft.plugins[name] as NonNullable<Draft['plugins'][string]>
  const { source, spec, version, integrity } = plugin
  const stays = (state: UpdatedPlugin['state'], reason: string): UpdatedPlugin => {
    draft.unchanged = true
    return { name, from: version, state, reason }
  }
  if (source === 'link') return stays('linked', `it is used where it is: ${spec}`)
  if ((source === 'registry' && exact.test(spec)) || (source === 'git' && /#[0-9a-f]{40}$/.test(spec))) return stays('pinned', `it was asked for as ${spec}`)
  if ((source === 'file' || source === 'folder') && !existsSync(spec)) return stays('unchanged', `there is no "${spec}" any more`)
  rules.say(`looking for ${spec}`)
  const fetched = await fetchPackage(draft.folder, tools, spec)
  if (fetched.integrity === integrity) return stays('unchanged', 'it is the newest')
  if (fetched.name !== name) return { ...stays('failed', `"${spec}" is now the package ${fetched.name}`), code: 'plugin_invalid' }
  return { name, from: version, state: 'updated', installed: await installFetched(draft, tools, { source, spec }, fetched, rules) }
}
