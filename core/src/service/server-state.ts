import type { BreakerReport } from '../backend/circuit-breaker.ts'
import type { RunSlots } from '../process/run-slots.ts'
import type { ListBackends } from './list-backends.ts'
import type { SessionProvider } from './session-provider.ts'

/** Places for runs, of one process. */
export type SlotState = Pick<RunSlots, 'max' | 'active' | 'waiting'>

/** How things stand in a server, in numbers. */
export interface ServerState {
  readonly slots: SlotState
  readonly sessions: {
    /** Active and paused ones in the store. */
    readonly active: number
    /** Made by this process. */
    readonly created: number
  }
  /** Those that are enabled. */
  readonly backends: readonly { readonly name: string; readonly available: boolean; readonly breaker: BreakerReport['state'] }[]
}

/** How long what is read from files is good for, milliseconds. */
const maxAgeMs = 1000

/** Tells how things stand. */
export class ServerStateReport {
  readonly #slots: SlotState
  readonly #backends: ListBackends
  readonly #sessions: SessionProvider
  #known: { readonly at: number; readonly parts: Promise<Omit<ServerState, 'slots'>> } | undefined

  constructor(slots: SlotState, backends: ListBackends, sessions: SessionProvider) {
    this.#slots = slots
    this.#backends = backends
    this.#sessions = sessions
  }

  async execute(now = performance.now()): Promise<ServerState> {
    if (this.#known === undefined || now - this.#known.at > maxAgeMs) this.#known = { at: now, parts: this.#look() }
    return { ...(await this.#known.parts), slots: this.slots }
  }

  get slots(): SlotState {
    const { max, active, waiting } = this.#slots
    return { max, active, waiting }
  }

  async #look(): Promise<Omit<ServerState, 'slots'>> {
    const [{ backends }, store] = await Promise.all([this.#backends.execute(), this.#sessions()])
    const totals = await Promise.all((['active', 'paused'] as const).map(async (status) => (await store.list({ status, limit: 1 })).total))
    return {
      sessions: { active: totals.reduce((sum, total) => sum + total, 0), created: store.created },
      backends: backends.filter(({ enabled }) => enabled).map(({ name, available, breaker }) => ({ name, available, breaker: breaker?.state ?? 'closed' })),
    }
  }
}
