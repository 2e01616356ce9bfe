import { existsSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endTree } from '../end-tree.ts'
import { removeTree } from '../remove-tree.ts'
import { RunTree } from '../run-tree.ts'
import type { KnownRun } from './guarded-runs.ts'

/** Between TERM and KILL, milliseconds: whoever reads the answers is gone. */
const graceMs = 500

/** A process that was just being started when its host died shows its run's id by then, milliseconds. */
const lateMs = 100

/** What was done about the runs of a host that died. */
export interface ClearedAway {
  /** Runs of which nothing is left; helper commands and other folders do not count. */
  readonly runs: number
  /** Pids that could not be ended. The folders and leases of their runs are still there. */
  readonly survivors: readonly number[]
  /** What could not be removed, as sentences. */
  readonly problems: readonly string[]
}

/** Ends all processes of runs at once, and removes their folders and leases. `earliest` is the start time of their host. */
export async function clearAway(runs: readonly KnownRun[], earliest: string): Promise<ClearedAway> {
  const tree = new RunTree({ runs, current: false, earliest })
  await endTree(tree, graceMs)
  await delay(lateMs)
  const survivors = await endTree(tree, graceMs)
  // Only when something cannot be ended it is worth a look which run it belongs to.
  const gone = survivors.length === 0 ? runs : runs.filter((run) => new RunTree({ runs: [run], current: false, earliest }).collect().length === 0)
  const problems = (await Promise.all(gone.map(remove))).flat()
  return { runs: gone.filter(({ lease }) => lease !== undefined && !existsSync(lease)).length, survivors, problems }
}

/** Where the folder stays, the lease does too: the next clinvk then tries again. */
async function remove({ run_id: id, run_folder: folder, lease }: KnownRun): Promise<string[]> {
  try {
    // A folder is named after its run: a damaged message must not name another one.
    if (folder !== undefined && basename(folder) === id) await removeTree(folder)
    if (lease !== undefined && basename(lease) === `${id}.json`) rmSync(lease, { force: true })
    return []
  } catch (error) {
    return [`could not remove what is left of the run ${id}: ${String(error)}`]
  }
}
