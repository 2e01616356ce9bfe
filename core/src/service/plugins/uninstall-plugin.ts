import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { recordContents } from './content-record.ts'
import type { PackageTools } from './package-tools.ts'
import type { Draft } from './plugin-store.ts'
import { NpmFailure } from './run-npm.ts'

/** A plugin that was taken away. */
export interface UninstallResult {
  readonly name: string
  readonly version: string
  /** First words that are prompts again. */
  readonly commands: readonly string[]
}

/** Takes an installed or linked plugin away, also one that clinvk has not recorded. A linked one's folder is left alone. */
export async function uninstallPlugin(draft: Draft, tools: PackageTools, name: string): Promise<UninstallResult> {
  const plugin = draft.plugins[name]
  if (plugin?.source !== 'link') {
    try {
      await tools.uninstall(name)
    } catch (error) {
      // Something else is missing that npm wants to fetch. The plugin goes all the same; what it depended on goes with the next change.
      if (!(error instanceof NpmFailure)) throw error
    }
    rmSync(join(draft.folder, 'node_modules', name), { recursive: true, force: true })
  }
  await tools.remove(name)
  delete draft.plugins[name]
  await recordContents(draft, [])
  return { name, version: plugin?.version ?? '', commands: [...(plugin?.commands ?? [])] }
}
