import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../../schema/is-record.ts'

/** Where a package came from. */
export type PluginSource = 'registry' | 'file' | 'folder' | 'git' | 'url' | 'link'

/** One plugin, as it was installed or linked. */
export interface InstalledPlugin {
  readonly version: string
  readonly source: PluginSource
  /** What it is fetched by: `acme@^1`, an absolute path, an address; for a link its folder. */
  readonly spec: string
  /** RFC 3339, UTC. */
  readonly installed_at: string
  /** First words of its commands. */
  readonly commands: readonly string[]
  /** Its tarball, below the plugin folder. Absent for a link. */
  readonly tarball?: string
  /** `sha512-` and base64 of the tarball. Absent for a link. */
  readonly integrity?: string
}

/** A package below the plugin folder, dependencies included. */
export interface InstalledPackage {
  readonly version: string
  /** What npm's lock file says of its tarball. */
  readonly integrity: string
  /** Hash of the folder's content, taken right after npm unpacked it. */
  readonly content: string
}

/** What was installed: enough to verify it, and to install the same again. */
export interface PluginRecord {
  readonly schema: 1
  readonly plugins: Readonly<Record<string, InstalledPlugin>>
  /** By path below the plugin folder, such as `node_modules/acme`. */
  readonly packages: Readonly<Record<string, InstalledPackage>>
}

/** Name of the file in the plugin folder. */
export const recordFile = 'plugins.json'
/** Name of the file that the command line reads: command words and the plugin folder's package of each. */
export const commandsFile = 'commands.json'

/** The record of a plugin folder; empty where none was written. `damaged` when there is one that cannot be read. */
export function readRecord(folder: string): { readonly record: PluginRecord; readonly damaged: boolean } {
  const empty: PluginRecord = { schema: 1, plugins: {}, packages: {} }
  let text: string
  try {
    text = readFileSync(join(folder, recordFile), 'utf8')
  } catch (cause) {
    return { record: empty, damaged: (cause as NodeJS.ErrnoException).code !== 'ENOENT' }
  }
  try {
    const parsed = JSON.parse(text) as unknown
    if (isRecord(parsed) && parsed['schema'] === 1 && isRecord(parsed['plugins']) && isRecord(parsed['packages'])) return { record: parsed as unknown as PluginRecord, damaged: false }
  } catch {
    // Half a file, or none of ours: as damaged as one of another shape.
  }
  return { record: empty, damaged: true }
}
