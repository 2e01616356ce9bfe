import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readLease } from './lease-file.ts'
import { isDead } from './reaper.ts'

/** What runs left behind whose clinvk is gone. */
export interface DeadRuns {
  /** Run ids with a lease; their processes and folders are cleared away at the next run. */
  readonly leased: readonly string[]
  /** Private folders below `folders`, an hour old or more, that no lease names: nobody clears them away. */
  readonly orphaned: readonly string[]
}

/** A run makes its folder just before its lease. */
const orphanAfterMs = 60 * 60 * 1000

/** Looks, and changes nothing. `leases` is the folder of the leases, `folders` that of the private folders. */
export function deadRuns(leases: string, folders: string): DeadRuns {
  const known = names(leases).flatMap((name) => readLease(join(leases, name)) ?? [])
  const ids = new Set(known.map(({ run_id: id }) => id))
  const orphaned = names(folders).filter((name) => !ids.has(name)).map((name) => join(folders, name))
  return { leased: known.filter(isDead).map(({ run_id: id }) => id), orphaned: orphaned.filter((path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > orphanAfterMs) }
}

function names(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Nothing was ever run here.
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
