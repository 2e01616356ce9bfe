import type { ProcessIdentity } from '../process-info.ts'
import type { GuardMessage, GuardedThing } from './guard.ts'

/** A run as it is known now. */
export interface KnownRun extends GuardedThing {
  readonly root?: ProcessIdentity
}

/** The runs of a host, by what it said. */
export class GuardedRuns {
  readonly #runs = new Map<string, KnownRun>()

  /** Runs that have begun and not ended, in the order in which they began. */
  get all(): readonly KnownRun[] {
    return [...this.#runs.values()]
  }

  tell(message: GuardMessage): void {
    const { run_id: id } = message
    if (message.type === 'end') this.#runs.delete(id)
    else if (message.type === 'begin') {
      const { type: _, ...thing } = message
      this.#runs.set(id, thing)
    } else {
      const known = this.#runs.get(id)
      if (known !== undefined) this.#runs.set(id, { ...known, root: message.root })
    }
  }

  /** What was said, in messages, for somebody who has not heard it. */
  messages(): GuardMessage[] {
    return this.all.flatMap(({ root, ...thing }): GuardMessage[] => [{ type: 'begin', ...thing }, ...(root === undefined ? [] : [{ type: 'started' as const, run_id: thing.run_id, root }])])
  }
}
