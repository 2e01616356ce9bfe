import { setImmediate } from 'node:timers/promises'
import { defined } from '../schema/defined.ts'
import type { Session, SessionFilter, SessionInfo, Turn } from '../session/session.ts'
import type { SearchHit } from '../session/search.ts'
import { type Caller, visibleTo } from './caller.ts'
import { resumable } from './resume-session.ts'
import type { SessionProvider } from './session-provider.ts'

/** Which part of a list is asked for. */
export interface Page {
  /** So many at most; 1 or more. */
  readonly limit: number
  /** So many are passed over. */
  readonly offset: number
}

/** What a session may be changed to; what is absent stays. */
export interface SessionChange {
  /** Empty: none. */
  readonly title?: string
  /** All of them, in place of those that were there. */
  readonly tags?: readonly string[]
}

/** One page of sessions, newest first. */
export interface SessionPage {
  readonly sessions: readonly SessionInfo[]
  /** How many there are in all. */
  readonly total: number
}

/** One page of sessions that hold a text, newest first. */
export interface HitPage {
  readonly hits: readonly SearchHit[]
  /** How many were found until the page was full: the search stops there. */
  readonly total: number
  /** There is at least one more. */
  readonly more: boolean
}

/** Some turns of a session, oldest first. */
export interface TurnPage {
  readonly id: string
  readonly turns: readonly Turn[]
  /** How many are on record. */
  readonly total: number
}

/**
 * The sessions of whoever asks over HTTP or MCP: those that its key made, or all of them. Others do not exist for it. Ids may be
 * given by their beginning. Errors: `session_not_found`, `session_ambiguous`, `session_corrupt` (only for who sees all).
 */
export class CallerSessions {
  readonly #store: SessionProvider

  constructor(store: SessionProvider) {
    this.#store = store
  }

  async list(caller: Caller, filter: SessionFilter, { limit, offset }: Page): Promise<SessionPage> {
    const { sessions, total } = await (await this.#store()).list({ ...filter, ...visibleTo(caller), limit, offset })
    return { sessions, total }
  }

  /** Looks into titles, prompts and answers. Aborting `signal` ends the search. */
  async search(caller: Caller, text: string, filter: SessionFilter, { limit, offset }: Page, signal: AbortSignal): Promise<HitPage> {
    const hits: SearchHit[] = []
    let total = 0
    for await (const hit of (await this.#store()).search(text, { ...filter, ...visibleTo(caller), limit: offset + limit + 1, signal })) {
      total += 1
      if (total > offset && hits.length < limit) hits.push(hit)
    }
    const more = total > offset + limit
    return { hits, total: more ? offset + limit : total, more }
  }

  async get(caller: Caller, idOrPrefix: string): Promise<Session> {
    return (await this.#store()).resolve(idOrPrefix, visibleTo(caller))
  }

  /** The turns of a session, oldest first, and how many are on record. */
  async turns(caller: Caller, idOrPrefix: string, { limit, offset }: Page): Promise<TurnPage> {
    const { id } = await this.get(caller, idOrPrefix)
    const turns: Turn[] = []
    const total = await this.#eachTurn(id, (turn, place) => {
      if (place >= offset && turns.length < limit) turns.push(turn)
    })
    return { id, turns, total }
  }

  /** The newest turns of a session, so many at most, oldest first, and how many are on record. */
  async newestTurns(caller: Caller, idOrPrefix: string, limit: number): Promise<TurnPage> {
    const { id } = await this.get(caller, idOrPrefix)
    const turns: Turn[] = []
    const total = await this.#eachTurn(id, (turn) => {
      turns.push(turn)
      if (turns.length > limit) turns.shift()
    })
    return { id, turns, total }
  }

  /** Resolves to how many there are. */
  async #eachTurn(id: string, take: (turn: Turn, place: number) => void): Promise<number> {
    let total = 0
    for await (const turn of (await this.#store()).turns(id)) {
      take(turn, total)
      total += 1
      // A long conversation is read in one go otherwise, and nobody else is answered meanwhile.
      if (total % 100 === 0) await setImmediate()
    }
    return total
  }

  /** A session of its own that, with its first prompt, forks the conversation of this one. Errors: `session_not_resumable`. */
  async fork(caller: Caller, idOrPrefix: string): Promise<Session> {
    const { id, backend_session_id, backend_state, title } = resumable(await this.get(caller, idOrPrefix), undefined)
    return (await this.#store()).fork(id, { pending_fork: true, status: 'paused', ...defined({ backend_session_id, backend_state, title, owner: caller.name }) })
  }

  /** Changes title and tags, and returns what the session is now. */
  async change(caller: Caller, idOrPrefix: string, { title, tags }: SessionChange): Promise<Session> {
    const { id } = await this.get(caller, idOrPrefix)
    return (await this.#store()).update(id, ({ title: before, ...session }) => {
      const named = title ?? before ?? ''
      return { ...session, ...(named === '' ? {} : { title: named }), ...(tags === undefined ? {} : { tags: [...tags] }) }
    })
  }

  /** Deletes a session and returns its id. Errors: `session_busy` while a run works in it. */
  async delete(caller: Caller, idOrPrefix: string): Promise<string> {
    const { id } = await this.get(caller, idOrPrefix)
    await (await this.#store()).delete(id)
    return id
  }
}
