import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { endTree } from './end-tree.ts'
import { readLease } from './lease-file.ts'
import { type LeaseRecord, thisHost } from './lease.ts'
import { isAlive } from './process-table.ts'
import { removeTree } from './remove-tree.ts'
import { RunTree } from './run-tree.ts'

/** A file that is no lease may be one that is just being written; after a day it is not. */
const unreadableForMs = 24 * 60 * 60 * 1000

/** What was done about one dead host's run. */
export interface Reaped {
  readonly run_id: string
  /** Pids that could not be ended. The lease then stays for the next try. */
  readonly survivors: readonly number[]
  /** Why it could not be cleared away, as a sentence for a log. The lease stays here too. */
  readonly problem?: string
}

/**
 * Clears away after hosts that died: for each lease in `dir` whose owner is dead, ends the run's processes (TERM, up to
 * `graceMs`, KILL) and removes its folder and the lease. Leases of other machines and containers are left alone. Nothing to
 * do costs one synchronous look into the folder. Several may run at once.
 */
export async function reap(dir: string, graceMs = 1000): Promise<readonly Reaped[]> {
  const dead = deadLeases(dir)
  return Promise.all(dead.map((lease) => reapOne(dir, lease, graceMs).catch((error: unknown) => failed(lease, error))))
}

function deadLeases(dir: string): LeaseRecord[] {
  return namesIn(dir).flatMap((name) => {
    const path = join(dir, name)
    const lease = name.endsWith('.json') ? readLease(path) : undefined
    if (lease !== undefined && name === `${lease.run_id}.json`) return isDead(lease) ? [lease] : []
    if (ageMs(path) > unreadableForMs) rmSync(path, { force: true, recursive: true })
    return []
  })
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    // No lease was ever taken here.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** True when the clinvk that took a lease on this machine is gone. */
export function isDead(lease: LeaseRecord): boolean {
  const here = thisHost()
  if (lease.host !== here.host) return false
  if (isOfEarlierBoot(lease)) return true
  return lease.pid_namespace === here.pid_namespace && !isAlive(lease.owner)
}

/** The machine was started anew since: nothing of the run lives, and its pids are others' now. */
function isOfEarlierBoot(lease: LeaseRecord): boolean {
  return lease.boot_id !== thisHost().boot_id
}

async function reapOne(dir: string, lease: LeaseRecord, graceMs: number): Promise<Reaped> {
  const { run_id, child, owner } = lease
  const origin = { runs: [{ run_id, ...(child !== undefined && { root: child }) }], current: false, earliest: owner.start_time }
  const survivors = isOfEarlierBoot(lease) ? [] : await endTree(new RunTree(origin), graceMs)
  if (survivors.length === 0) {
    // The folder of a run is named after it: a damaged lease must not name another one.
    if (basename(lease.run_folder) === run_id) await removeTree(lease.run_folder)
    rmSync(join(dir, `${run_id}.json`), { force: true })
  }
  return { run_id, survivors }
}

function failed({ run_id, run_folder }: LeaseRecord, error: unknown): Reaped {
  return { run_id, survivors: [], problem: `could not clear away the run ${run_id} in "${run_folder}": ${String(error)}` }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    // Somebody else removed it.
    return 0
  }
}
