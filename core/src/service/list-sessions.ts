import { type SessionListQuery, usualPage } from '../schema/session-query.ts'
import type { SearchHit } from '../session/search.ts'
import type { SessionInfo } from '../session/session.ts'
import type { Caller } from './caller.ts'
import type { CallerSessions } from './caller-sessions.ts'

/** One page of sessions as it is told over HTTP and MCP. */
export interface SessionListReply {
  readonly sessions: readonly (SessionInfo & { readonly match?: Omit<SearchHit, 'session'> })[]
  readonly total: number
  /** Only of a search. */
  readonly more?: boolean
  readonly limit: number
  readonly offset: number
}

/** The sessions that a query asks for. Aborting `signal` ends a search. */
export async function listSessions(sessions: CallerSessions, caller: Caller, { q, limit = usualPage, offset = 0, ...filter }: SessionListQuery, signal: AbortSignal): Promise<SessionListReply> {
  const page = { limit, offset }
  if (q === undefined) return { ...(await sessions.list(caller, filter, page)), ...page }
  const { hits, total, more } = await sessions.search(caller, q, filter, page, signal)
  return { sessions: hits.map(({ session, ...match }) => ({ ...session, match })), total, more, ...page }
}
