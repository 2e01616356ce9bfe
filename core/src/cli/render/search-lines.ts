import type { SearchHit } from '../../service/sessions.ts'
import { fitWidth } from './fit-width.ts'
import { sessionName } from './session-name.ts'

/** Hits of a search: the session, then where the text stands. */
export function searchLines(hits: readonly SearchHit[], columns: number): string {
  if (hits.length === 0) return 'No sessions found.'
  return hits.map(({ session, where, excerpt }) => `${session.id.slice(0, 8)}  ${session.backend}  ${sessionName(session, Math.max(12, columns - 22))}\n    ${where}: ${fitWidth(excerpt, Math.max(12, columns - 16))}`).join('\n')
}
