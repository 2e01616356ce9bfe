import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { folderHash } from '../../backend/folder-hash.ts'
import { isRecord } from '../../schema/is-record.ts'
import type { InstalledPackage } from './plugin-record.ts'
import type { Draft } from './plugin-store.ts'

/**
 * Brings the record of all packages up to date after npm has worked. A package that npm has not touched keeps the hash that
 * was taken when it came: what changed since then stays a difference. `fresh` are paths that npm has just unpacked anew.
 */
export async function recordContents(draft: Draft, fresh: readonly string[]): Promise<void> {
  const locked = lockedPackages(draft.folder)
  for (const path of Object.keys(draft.packages)) if (!locked.has(path)) delete draft.packages[path]
  for (const [path, { version, integrity }] of locked) {
    const before = draft.packages[path]
    if (before !== undefined && before.version === version && before.integrity === integrity && !fresh.includes(path)) continue
    draft.packages[path] = { version, integrity, content: await folderHash(join(draft.folder, path)) }
  }
}

/** The packages that npm's lock file says are there, by path below the plugin folder. */
function lockedPackages(folder: string): Map<string, Omit<InstalledPackage, 'content'>> {
  const found = new Map<string, Omit<InstalledPackage, 'content'>>()
  let content: string
  try {
    content = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  } catch {
    return found // nothing was ever installed, or it is lost: then every package is a difference
  }
  const lock = JSON.parse(content) as { packages?: unknown }
  for (const [path, entry] of Object.entries(isRecord(lock.packages) ? lock.packages : {})) {
    // Optional packages of other systems are locked, but not there.
    if (path === '' || !isRecord(entry) || !statSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory()) continue
    found.set(path, { version: text(entry['version']), integrity: text(entry['integrity']) })
  }
  return found
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
