import type { TokenUsage } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import type { Stamp } from './durable-file.ts'
import type { Session, SessionFilter, SessionInfo, SessionStatus } from './session.ts'
import { isSessionId } from './session-id.ts'

/**
 * What the index keeps of a session: one JSON array a line. An array, because 100,000 of them are read at once. The stamp
 * is that of the session file it was made from: where it differs, the row is out of date.
 */
export type IndexRow = readonly [
  id: string,
  /** `last_used`, whole milliseconds since 1970. Id and this must stay the first two: they are found without reading the row. */
  used: number,
  mtime: number,
  size: number,
  backend: string,
  created_at: string,
  last_used: string,
  working_dir: string,
  status: string | null,
  model: string | null,
  title: string | null,
  initial_prompt: string | null,
  turn_count: number,
  token_usage: TokenUsage | null,
  cost_usd: number | null,
  tags: readonly string[] | null,
  backend_session_id: string | null,
  parent_id: string | null,
  owner: string | null,
]

const promptLength = 80

/** How far the clocks of machines that share a store may differ, milliseconds. */
const clockTolerance = 5 * 60_000

export function rowOf(session: Session, { mtime, size }: Stamp): IndexRow {
  return [
    session.id, Math.trunc(Date.parse(session.last_used)), mtime, size,
    session.backend, session.created_at, session.last_used, session.working_dir,
    session.status ?? null, session.model ?? null, session.title ?? null, cut(session.initial_prompt),
    session.turn_count ?? 0, session.token_usage ?? null, session.cost_usd ?? null, session.tags ?? null,
    session.backend_session_id ?? null, session.parent_id ?? null, session.owner ?? null,
  ]
}

export function infoOf(row: IndexRow): SessionInfo {
  const [id, , , , backend, created_at, last_used, working_dir, status, model, title, initial_prompt, turn_count, token_usage, cost_usd, tags, backend_session_id, parent_id, owner] = row
  return {
    id,
    backend,
    created_at,
    last_used,
    working_dir,
    ...(status === null ? {} : { status: status as SessionStatus }),
    ...(model === null ? {} : { model }),
    ...(title === null ? {} : { title }),
    ...(initial_prompt === null ? {} : { initial_prompt }),
    turn_count,
    ...(token_usage === null ? {} : { token_usage }),
    ...(cost_usd === null ? {} : { cost_usd }),
    ...(tags === null ? {} : { tags }),
    ...(backend_session_id === null ? {} : { backend_session_id }),
    ...(parent_id === null ? {} : { parent_id }),
    ...(owner === null ? {} : { owner }),
  }
}

export function matches(row: IndexRow, filter: SessionFilter): boolean {
  return (
    (filter.backend === undefined || row[4] === filter.backend) &&
    (filter.status === undefined || row[8] === filter.status) &&
    (filter.model === undefined || row[9] === filter.model) &&
    (filter.working_dir === undefined || row[7] === filter.working_dir) &&
    (filter.owner === undefined || row[18] === filter.owner) &&
    (filter.tag === undefined || (row[15]?.includes(filter.tag) ?? false)) &&
    (filter.resumable !== true || (row[16] ?? '') !== '')
  )
}

/**
 * The time by which a session that was used at `used` is placed in a list. Undefined for one "from the future" (a clock was
 * wrong when it was saved): it is placed by the time its file was written, so that it does not stay on top for years.
 */
export function sortTime(used: number, now: number): number | undefined {
  return used > now + clockTolerance ? undefined : used
}

/** True for a row that {@link rowOf} could have made. */
export function isRow(value: readonly unknown[]): value is IndexRow {
  const [id, used, mtime, size, ...texts] = value
  return (
    value.length === 19 &&
    typeof id === 'string' && isSessionId(id) &&
    Number.isFinite(mtime) && Number.isFinite(size) && Number.isFinite(used) &&
    texts.every((field, i) => kinds[i]?.(field) ?? false)
  )
}

const text = (value: unknown) => typeof value === 'string'
const textOrNull = (value: unknown) => value === null || typeof value === 'string'
const kinds: readonly ((value: unknown) => boolean)[] = [
  text, text, text, text, textOrNull, textOrNull, textOrNull, textOrNull,
  Number.isFinite,
  (value) => value === null || isRecord(value),
  (value) => value === null || Number.isFinite(value),
  (value) => value === null || (Array.isArray(value) && value.every(text)),
  textOrNull, textOrNull, textOrNull,
]

function cut(prompt: string | undefined): string | null {
  if (prompt === undefined) return null
  if (prompt.length <= promptLength) return prompt
  // By characters: half of a surrogate pair is no text.
  const characters = Array.from(prompt.slice(0, 2 * promptLength))
  return characters.length <= promptLength && prompt.length <= 2 * promptLength ? prompt : `${characters.slice(0, promptLength - 1).join('')}…`
}
