import { findLeftovers } from './find-leftovers.ts'
import type { ProcessIdentity, ProcessInfo } from './process-info.ts'
import { listProcesses, startedSince } from './process-table.ts'

/** What is known about the processes of one run. */
export interface TreeOrigin {
  readonly run_id: string
  /** The process that the host started, leader of its own group and session. Absent: only the run id is known. */
  readonly root?: ProcessIdentity
  /**
   * True: the root is alive or ended just now, so its group id is certainly its own. False (the run of a host that died some
   * time ago): the id counts only while the root or a process with the run's id in its environment is in that group.
   */
  readonly current: boolean
  /** Start time of a process that is older than the run. */
  readonly earliest?: string
}

/**
 * All processes of one run: descendants, members of their groups and sessions, and whatever carries the run's id in its
 * environment. Remembers what it has seen, so a process stays known when its parent dies and somebody else adopts it.
 */
export class RunTree {
  readonly #origin: TreeOrigin
  readonly #known = new Map<number, string>()

  constructor(origin: TreeOrigin) {
    this.#origin = origin
    if (origin.current && origin.root !== undefined) this.#remember(origin.root)
  }

  /** The run's living processes now. Never the process that asks, never a process that took over a pid. */
  collect(): ProcessInfo[] {
    const all = new Map(listProcesses().map((info) => [info.pid, info]))
    all.delete(process.pid)
    const living = [...all.values()].filter((info) => !info.zombie && startedSince(info, this.#earliest()))
    const tagged = findLeftovers(this.#origin.run_id, living, this.#earliest())
    for (const info of tagged) this.#remember(info)
    this.#rememberRoot(all, tagged)
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

  #rememberRoot(all: ReadonlyMap<number, ProcessInfo>, tagged: readonly ProcessInfo[]): void {
    const { root } = this.#origin
    if (root === undefined || this.#known.has(root.pid)) return
    const now = all.get(root.pid)
    const sameGroup = tagged.some((info) => info.group === root.pid || info.session === root.pid)
    if (now === undefined ? sameGroup : now.start_time === root.start_time) this.#remember(root)
  }

  #remember({ pid, start_time }: ProcessIdentity): void {
    this.#known.set(pid, start_time)
  }

  #earliest(): string | undefined {
    return this.#origin.root?.start_time ?? this.#origin.earliest
  }
}
