import type { RunEvent, TokenUsage } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { Log } from '../log.ts'
import type { RunLease } from '../session/run-lease.ts'
import type { Session, Turn } from '../session/session.ts'
import type { SessionStore } from '../session/store.ts'
import type { RunResult } from './fold-events.ts'
import type { RunPlan } from './plan-run.ts'
import { checkUnchanged } from './resume-session.ts'
import type { SessionProvider } from './session-provider.ts'

/** Keeps runs in the session store. */
export class KeepRun {
  readonly #sessions: SessionProvider
  readonly #config: Config['session']
  readonly #log: Log

  constructor(sessions: SessionProvider, config: Config['session'], log: Log) {
    this.#sessions = sessions
    this.#config = config
    this.#log = log
  }

  /** Before a run that goes on with a session: nobody else may, and nobody else did since it was planned. Errors: `session_busy`. */
  async reopen(plan: RunPlan, session: Session): Promise<KeptRun> {
    const store = await this.#sessions()
    const lease = await store.acquireRun(session.id)
    try {
      checkUnchanged(await store.get(session.id), session.turn_count)
    } catch (error) {
      lease.release()
      throw error
    }
    return new KeptRun({ store, lease, id: session.id, isNew: false, plan, config: this.#config, log: plan.log ?? this.#log })
  }

  /** For a run of its own. Undefined, with a warning, when the store cannot be written: that is no reason not to answer. */
  async open(plan: RunPlan): Promise<KeptRun | undefined> {
    if (plan.request.ephemeral) return undefined
    try {
      const store = await this.#sessions()
      const { model } = plan.request.options
      const { session, lease } = await store.begin({
        backend: plan.backend.name,
        working_dir: plan.request.cwd,
        initial_prompt: plan.prompt,
        status: 'active',
        tags: [...new Set([...this.#config.default_tags, ...(plan.tags ?? [])])],
        ...(plan.metadata === undefined ? {} : { metadata: { ...plan.metadata } }),
        ...(model === undefined ? {} : { model }),
        ...(plan.parent_id === undefined ? {} : { parent_id: plan.parent_id }),
        ...(plan.owner === undefined ? {} : { owner: plan.owner }),
      })
      return new KeptRun({ store, lease, id: session.id, isNew: true, plan, config: this.#config, log: plan.log ?? this.#log })
    } catch (cause) {
      ;(plan.log ?? this.#log).warn(`this run is not saved: ${message(cause)}`)
      return undefined
    }
  }
}

/** What one kept run is made of. */
interface KeptRunParts {
  readonly store: SessionStore
  readonly lease: RunLease
  readonly id: string
  readonly isNew: boolean
  readonly plan: RunPlan
  readonly config: Config['session']
  readonly log: Log
}

/** One run on its way into the store. Writes follow one another; nobody waits for them but the end. */
export class KeptRun {
  #parts: KeptRunParts
  readonly #started = new Date()
  #writes: Promise<void> = Promise.resolve()

  constructor(parts: KeptRunParts) {
    this.#parts = parts
  }

  /** clinvk's id of the session. */
  get id(): string {
    return this.#parts.id
  }

  /** The backend's id is saved as soon as it is known: a run that is killed can still be gone on with. */
  notice(event: RunEvent): void {
    const id = event.type === 'init' ? event.content.backend_session_id : undefined
    if (id === undefined) return
    this.#write(async ({ store, id: session }) => {
      await store.update(session, ({ pending_fork: _done, ...before }) => ({ ...before, backend_session_id: id }))
    })
  }

  /** Another backend takes the run over: the session is that one's, and what the one before began there is not gone on with. */
  move(plan: RunPlan): void {
    this.#parts = { ...this.#parts, plan }
    this.#write(async ({ store, id }) => {
      const { model } = plan.request.options
      await store.update(id, ({ backend_session_id: _id, model: _model, ...before }) => ({ ...before, backend: plan.backend.name, ...(model === undefined ? {} : { model }) }))
    })
  }

  /** The run could not even start: a session of its own is not left behind. */
  async abandon(): Promise<void> {
    await this.#writes
    this.#parts.lease.release()
    if (this.#parts.isNew) this.#write(({ store, id }) => store.delete(id))
    await this.#writes
  }

  /** Adds the turn, with whatever of its answer had come. */
  async close(result: RunResult): Promise<void> {
    this.#write(async ({ store, id, plan, config }) => {
      await store.addTurn(id, ({ turn_count }) => this.#turn(plan, result, turn_count ?? 1), (before) => withTurn(before, result, config.store_token_usage))
    })
    await this.#writes
    this.#parts.lease.release()
  }

  #turn(plan: RunPlan, result: RunResult, turn: number): Turn {
    const { error, model, usage, cost_usd, fallback } = result
    return {
      turn,
      started_at: this.#started.toISOString(),
      duration_ms: Math.round(result.duration_seconds * 1000),
      backend: plan.backend.name,
      prompt: plan.prompt,
      answer: result.content,
      outcome: error === undefined ? 'completed' : error.code === 'cancelled' ? 'cancelled' : 'error',
      via: plan.via,
      ...(plan.correction === undefined ? {} : { correction: plan.correction }),
      ...(model === undefined ? {} : { model }),
      ...(usage === undefined ? {} : { usage }),
      ...(cost_usd === undefined ? {} : { cost_usd }),
      ...(error === undefined ? {} : { error_code: error.code }),
      ...(fallback === undefined ? {} : { fallback }),
    }
  }

  /** The answer is there; that it could not be saved is said, and does not take it away. */
  #write(work: (parts: KeptRunParts) => Promise<void>): void {
    const { log, id } = this.#parts
    this.#writes = this.#writes.then(() => work(this.#parts)).catch((cause: unknown) => log.warn(`session ${id.slice(0, 8)} could not be saved: ${message(cause)}`))
  }
}

function withTurn(session: Session, result: RunResult, countTokens: boolean): Session {
  const { error, backend_session_id, backend_state, model, usage, cost_usd } = result
  const { error_message: _gone, ...kept } = session
  return {
    ...kept,
    last_used: new Date().toISOString(),
    status: error === undefined ? 'completed' : 'error',
    turn_count: (session.turn_count ?? 0) + 1,
    ...(error === undefined ? {} : { error_message: error.message }),
    ...(backend_session_id === undefined ? {} : { backend_session_id }),
    ...(backend_state === undefined ? {} : { backend_state }),
    ...(model === undefined ? {} : { model }),
    ...(countTokens && usage !== undefined ? { token_usage: sum(session.token_usage, usage) } : {}),
    ...(countTokens && cost_usd !== undefined ? { cost_usd: Math.round(((session.cost_usd ?? 0) + cost_usd) * 1e9) / 1e9 } : {}),
  }
}

function sum(before: TokenUsage | undefined, { input_tokens, output_tokens, ...parts }: TokenUsage): TokenUsage {
  const total: TokenUsage = { ...before, input_tokens: (before?.input_tokens ?? 0) + input_tokens, output_tokens: (before?.output_tokens ?? 0) + output_tokens }
  for (const key of ['cached_tokens', 'cache_write_tokens', 'reasoning_tokens'] as const) {
    const added = (before?.[key] ?? 0) + (parts[key] ?? 0)
    if (added > 0) total[key] = added
  }
  return total
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
