import { findLeftovers } from './find-leftovers.ts'
import type { ProcessIdentity, ProcessInfo } from './process-info.ts'
import { listProcesses, startedSince } from './process-table.ts'

/** A run, and the process of it that the host started. */
export interface TreeRoot {
  readonly run_id: string
  /** Leader of its own group and session. Absent: only the run id is known. */
  readonly root?: ProcessIdentity
}

/** What is known about the processes of one run, or of several. */
export interface TreeOrigin {
  readonly runs: readonly TreeRoot[]
  /**
   * True: the root is alive or ended just now, so its group id is certainly its own. False (the run of a host that died some
   * time ago): the id counts only while the root or a process with the run's id in its environment is in that group.
   */
  readonly current: boolean
  /** Start time of a process that is older than the runs. */
  readonly earliest?: string
}

/**
 * All processes of runs: descendants, members of their groups and sessions, and whatever carries a run's id in its
 * environment. Remembers what it has seen, so a process stays known when its parent dies and somebody else adopts it.
 */
export class RunTree {
  readonly #ids: ReadonlySet<string>
  readonly #roots: readonly ProcessIdentity[]
  readonly #earliest: string | undefined
  readonly #known = new Map<number, string>()

  constructor({ runs, current, earliest }: TreeOrigin) {
    this.#ids = new Set(runs.map(({ run_id: id }) => id))
    this.#roots = runs.flatMap(({ root }) => root ?? [])
    this.#earliest = runs.length === 1 ? (runs[0]?.root?.start_time ?? earliest) : earliest
    if (current) for (const root of this.#roots) this.#remember(root)
  }

  /** The living processes now. Never the process that asks, never a process that took over a pid. */
  collect(): ProcessInfo[] {
    const all = new Map(listProcesses().map((info) => [info.pid, info]))
    all.delete(process.pid)
    const living = [...all.values()].filter((info) => !info.zombie && startedSince(info, this.#earliest))
    const tagged = findLeftovers(this.#ids, living, this.#earliest)
    for (const info of tagged) this.#remember(info)
    for (const root of this.#roots) this.#rememberRoot(root, all, tagged)
    return this.#grow(all, living)
  }

  /** Adds what descends from known processes until nothing new turns up. */
  #grow(all: ReadonlyMap<number, ProcessInfo>, living: readonly ProcessInfo[]): ProcessInfo[] {
    const ours = (pid: number): boolean => this.#isKnown(pid, all.get(pid))
    for (let size = -1; size !== this.#known.size; ) {
      size = this.#known.size
      for (const info of living) {
        if (!ours(info.pid) && (ours(info.parent) || ours(info.session) || ours(info.group))) this.#remember(info)
      }
    }
    return living.filter((info) => ours(info.pid))
  }

  /** A pid that is known and was not handed out anew; the id of a group whose leader is gone stays ours. */
  #isKnown(pid: number, now: ProcessInfo | undefined): boolean {
    const start = this.#known.get(pid)
    return start !== undefined && (now === undefined || now.start_time === start)
  }

  #rememberRoot(root: ProcessIdentity, all: ReadonlyMap<number, ProcessInfo>, tagged: readonly ProcessInfo[]): void {
    if (this.#known.has(root.pid)) return
    const now = all.get(root.pid)
    const sameGroup = tagged.some((info) => info.group === root.pid || info.session === root.pid)
    if (now === undefined ? sameGroup : now.start_time === root.start_time) this.#remember(root)
  }

  #remember({ pid, start_time }: ProcessIdentity): void {
    this.#known.set(pid, start_time)
  }
}
