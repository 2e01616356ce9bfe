import type { SessionInfo } from '../../service/sessions.ts'
import { fitWidth } from './fit-width.ts'

/** What a session is called: its title, else how it began, else its id; at most `width` columns. */
export function sessionName(session: Pick<SessionInfo, 'id' | 'title' | 'initial_prompt'>, width: number): string {
  return fitWidth(session.title || session.initial_prompt || session.id.slice(0, 8), width)
}
