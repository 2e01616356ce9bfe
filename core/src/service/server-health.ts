import type { Log } from '../log.ts'
import type { ListBackends } from './list-backends.ts'
import type { SlotState } from './server-state.ts'
import type { Sessions } from './sessions.ts'

/** How a server is: `unhealthy` without its store, `degraded` while the CLI of an enabled backend is not there. */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'unhealthy'
  readonly version: string
  /** For people: `1h2m3s`. */
  readonly uptime: string
  readonly uptime_ms: number
  readonly backends: readonly { readonly name: string; readonly available: boolean }[]
  /** Places for runs: how many there are, are taken, and are waited for. */
  readonly runs: SlotState
  readonly session_store: { readonly available: boolean; readonly session_count: number; readonly error?: string }
}

/** How long an answer is good for, milliseconds: those who ask often cost nothing. */
const maxAgeMs = 1000

/** Says how the server is. */
export class ServerHealth {
  readonly #backends: ListBackends
  readonly #sessions: Sessions
  readonly #slots: SlotState
  readonly #version: string
  readonly #log: Log
  /** What is wrong with the store is told once, not to each who asks. */
  #told = false
  #known: { readonly at: number; readonly health: Promise<Omit<Health, 'uptime' | 'uptime_ms' | 'runs'>> } | undefined

  constructor(backends: ListBackends, sessions: Sessions, slots: SlotState, version: string, log: Log) {
    this.#backends = backends
    this.#sessions = sessions
    this.#slots = slots
    this.#version = version
    this.#log = log
  }

  async execute(now = performance.now()): Promise<Health> {
    if (this.#known === undefined || now - this.#known.at > maxAgeMs) this.#known = { at: now, health: this.#look() }
    const { status, version, backends, session_store } = await this.#known.health
    const uptime = Math.round(process.uptime() * 1000)
    const { max, active, waiting } = this.#slots
    return { status, version, uptime: clock(uptime), uptime_ms: uptime, backends, runs: { max, active, waiting }, session_store }
  }

  async #look(): Promise<Omit<Health, 'uptime' | 'uptime_ms' | 'runs'>> {
    const [{ backends }, store] = await Promise.all([this.#backends.execute(), this.#store()])
    const missing = backends.some(({ available, enabled }) => enabled && !available)
    return {
      status: store.available ? (missing ? 'degraded' : 'ok') : 'unhealthy',
      version: this.#version,
      backends: backends.filter(({ enabled }) => enabled).map(({ name, available }) => ({ name, available })),
      session_store: store,
    }
  }

  /** Asked without a key, so it does not tell paths: the log does. */
  async #store(): Promise<Health['session_store']> {
    try {
      const { total } = await this.#sessions.list({ limit: 1 })
      this.#told = false
      return { available: true, session_count: total }
    } catch (cause) {
      if (!this.#told) this.#log.warn(`the server is unhealthy: ${cause instanceof Error ? cause.message : String(cause)}`)
      this.#told = true
      return { available: false, session_count: 0, error: 'the session store cannot be read' }
    }
  }
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const first = parts.findIndex((part) => part > 0)
  return ['h', 'm', 's'].map((unit, index) => (index >= (first === -1 ? 2 : first) ? `${parts[index]}${unit}` : '')).join('')
}
