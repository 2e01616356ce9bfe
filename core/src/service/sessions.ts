import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import { defined } from '../schema/defined.ts'
import { parseOlderThan } from '../session/retention.ts'
import type { Session, SessionFilter, SessionInfo, SessionList, Turn } from '../session/session.ts'
import type { StoreStats } from '../session/stats.ts'
import type { SearchHit } from '../session/search.ts'
export type { Session, SessionFilter, SessionInfo, SessionList, SessionStatus, Turn } from '../session/session.ts'
export type { SearchHit } from '../session/search.ts'
export type { RunTotals, StoreStats } from '../session/stats.ts'
import { resumable } from './resume-session.ts'
import type { SessionProvider } from './session-provider.ts'

/** Which sessions to list. */
export interface SessionQuery extends SessionFilter {
  /** At most so many; 0 or absent: all. */
  readonly limit?: number
  readonly offset?: number
}

/** A session with its turns, for showing and exporting. */
export interface SessionWithTurns {
  readonly session: Session
  readonly turns: readonly Turn[]
}

/** What `clean` did. */
export interface CleanedSessions {
  readonly deleted: number
  /** With a dry run: the ids of what would have been deleted. */
  readonly would_delete?: readonly string[]
  /** Ids of sessions that are old enough but at work. */
  readonly busy: readonly string[]
  /** The age that counted, milliseconds; 0: sessions are kept for ever. */
  readonly older_than_ms: number
}

/** How something is changed. */
export interface ChangeOptions {
  /** Tell what would be, and change nothing. */
  readonly dryRun?: boolean
}

/** What people do with kept conversations, for every entry. Ids may be given by their beginning. */
export class Sessions {
  readonly #store: SessionProvider
  readonly #config: Config['session']

  constructor(store: SessionProvider, config: Config['session']) {
    this.#store = store
    this.#config = config
  }

  async list(query: SessionQuery): Promise<SessionList> {
    return (await this.#store()).list(query)
  }

  /** With a filter: among those that it chooses. Errors: `session_not_found`, `session_ambiguous` (`details.candidates`), `session_corrupt`. */
  async get(idOrPrefix: string, filter: SessionFilter = {}): Promise<Session> {
    const store = await this.#store()
    if (Object.keys(filter).length === 0) return store.resolve(idOrPrefix)
    const chosen = (await store.list(filter)).sessions.filter(({ id }) => id.startsWith(idOrPrefix))
    // None or several: the error is that of all sessions, where it is one.
    const [only] = chosen
    if (chosen.length === 1 && only !== undefined) return store.get(only.id)
    const { id } = await store.resolve(idOrPrefix)
    throw new ClinvkError('session_not_found', `session ${id} is none of those that the filter chooses`, { hint: 'Leave out -b, -m and -w, or see clinvk sessions list.' })
  }

  async show(idOrPrefix: string, lastTurns?: number): Promise<SessionWithTurns> {
    const store = await this.#store()
    const session = await store.resolve(idOrPrefix)
    const turns: Turn[] = []
    if (lastTurns !== 0) for await (const turn of store.turns(session.id, lastTurns === undefined ? {} : { limit: lastTurns, from_end: true })) turns.push(turn)
    return { session, turns }
  }

  /** The newest session that can be gone on with. Errors: `session_not_found`, `session_not_resumable`. */
  async newest(filter: SessionFilter): Promise<SessionInfo> {
    const store = await this.#store()
    const found = (await store.list({ ...filter, resumable: true, limit: 1 })).sessions[0]
    if (found !== undefined) return found
    if ((await store.list({ ...filter, limit: 1 })).total === 0) {
      throw new ClinvkError('session_not_found', 'no sessions found matching criteria', { hint: 'Start one: clinvk "your prompt"' })
    }
    throw new ClinvkError('session_not_resumable', 'no resumable sessions found (missing backend session id)', { hint: 'Start a new one: clinvk "your prompt"' })
  }

  /** Deletes a session and returns its full id. Errors: `session_busy` while a run works in it. */
  async delete(idOrPrefix: string, { dryRun = false }: ChangeOptions = {}): Promise<string> {
    const store = await this.#store()
    const { id } = await store.resolve(idOrPrefix)
    if (!dryRun) await store.delete(id)
    return id
  }

  /** Deletes what was last used longer ago than an age such as `30d`; absent: as configured; 0: nothing. */
  async clean(olderThan?: string, { filter = {}, dryRun = false }: ChangeOptions & { readonly filter?: SessionFilter } = {}): Promise<CleanedSessions> {
    const age = olderThan === undefined ? this.#config.retention_days * 24 * 60 * 60 * 1000 : parseOlderThan(olderThan)
    if (age === 0) return { deleted: 0, busy: [], older_than_ms: 0 }
    const { deleted, busy } = await (await this.#store()).clean(age, { ...filter, dry_run: dryRun })
    return { deleted: dryRun ? 0 : deleted.length, ...(dryRun ? { would_delete: deleted } : {}), busy, older_than_ms: age }
  }

  /** A session of its own that, with its first prompt, forks the conversation of this one. Errors: `session_not_resumable`. */
  async fork(idOrPrefix: string): Promise<Session> {
    const store = await this.#store()
    const { id, backend_session_id, backend_state, title } = await this.forkable(idOrPrefix)
    return store.fork(id, { pending_fork: true, status: 'paused', ...defined({ backend_session_id, backend_state, title }) })
  }

  /** What {@link fork} would fork. Errors: `session_not_resumable`. */
  async forkable(idOrPrefix: string): Promise<ReturnType<typeof resumable>> {
    return resumable(await (await this.#store()).resolve(idOrPrefix), undefined)
  }

  /** An empty title takes it away. */
  async setTitle(idOrPrefix: string, title: string, options: ChangeOptions = {}): Promise<Session> {
    return this.#change(idOrPrefix, options, ({ title: _old, ...session }) => (title === '' ? session : { ...session, title }))
  }

  /** Adds and removes tags; a tag stands once. */
  async tag(idOrPrefix: string, add: readonly string[], remove: readonly string[], options: ChangeOptions = {}): Promise<Session> {
    return this.#change(idOrPrefix, options, (session) => {
      const tags = [...new Set([...(session.tags ?? []), ...add])].filter((tag) => !remove.includes(tag))
      return { ...session, tags }
    })
  }

  async #change(idOrPrefix: string, { dryRun = false }: ChangeOptions, change: (session: Session) => Session): Promise<Session> {
    const store = await this.#store()
    const session = await store.resolve(idOrPrefix)
    return dryRun ? change(session) : store.update(session.id, change)
  }

  async search(text: string, limit?: number, filter: SessionFilter = {}): Promise<readonly SearchHit[]> {
    const hits: SearchHit[] = []
    for await (const hit of (await this.#store()).search(text, { ...filter, ...(limit === undefined ? {} : { limit }) })) hits.push(hit)
    return hits
  }

  async stats(filter: SessionFilter = {}): Promise<StoreStats> {
    return (await this.#store()).stats(filter)
  }
}
