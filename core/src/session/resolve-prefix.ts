import { ClinvkError } from '@clinvk/plugin-sdk'
import { type IndexRow, infoOf, matches } from './index-row.ts'
import { defined } from '../schema/defined.ts'
import type { Session } from './session.ts'
import { isIdPrefix, isSessionId } from './session-id.ts'
import { notFound } from './session-reader.ts'

/** What a store knows. */
export interface Known {
  /** Whether a session of this whole id is on disk. */
  readonly exists: (id: string) => boolean
  /** Ids on disk. */
  readonly ids: () => readonly string[]
  readonly rows: () => Promise<Iterable<IndexRow>>
  /** Undefined where the file cannot be read. */
  readonly readOrSkip: (id: string) => Session | undefined
  /** Errors: `session_not_found`, `session_corrupt`. */
  readonly get: (id: string) => Promise<Session>
}

/**
 * The session with this id, or the only one whose id begins so. With an owner the sessions of others do not exist.
 * Errors: `session_not_found`, `session_ambiguous`, `session_corrupt`.
 */
export async function resolvePrefix(prefix: string, owner: string | undefined, known: Known): Promise<Session> {
  if (!isIdPrefix(prefix)) throw notFound(prefix)
  if (owner !== undefined) return resolveOwn(prefix, owner, known)
  // A whole id needs no look at the others; one of 16 digits may also be how a longer one begins.
  if (isSessionId(prefix) && (prefix.length === 32 || known.exists(prefix))) return known.get(prefix)
  const ids = known.ids().filter((id) => id.startsWith(prefix))
  const [first = prefix] = ids
  if (ids.length <= 1) return known.get(first)
  throw ambiguous(prefix, Array.from(await known.rows()).filter((row) => row[0].startsWith(prefix)), ids.length)
}

async function resolveOwn(prefix: string, owner: string, known: Known): Promise<Session> {
  const isWhole = isSessionId(prefix) && known.exists(prefix)
  const rows = isWhole ? [] : Array.from(await known.rows()).filter((row) => row[0].startsWith(prefix) && matches(row, { owner }))
  const id = isWhole ? prefix : rows[0]?.[0]
  if (rows.length > 1) throw ambiguous(prefix, rows, rows.length)
  // A file that cannot be read does not tell whose it is.
  const session = id === undefined ? undefined : known.readOrSkip(id)
  if (session?.owner !== owner) throw notFound(prefix)
  return session
}

function ambiguous(prefix: string, rows: readonly IndexRow[], total: number): ClinvkError {
  // No prompts: details of errors are logged.
  const candidates = rows.slice(0, 10).map(infoOf).map(({ id, backend, title, last_used }) => defined({ id, backend, title, last_used }))
  return new ClinvkError('session_ambiguous', `${total} sessions begin with "${prefix}"`, { hint: 'Give more characters of the id.', details: { candidates, total } })
}
