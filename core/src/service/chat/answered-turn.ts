import { isClinvkError } from '@clinvk/plugin-sdk'
import type { Session, Turn } from '../../session/session.ts'
import type { Caller } from '../caller.ts'
import type { CallerSessions } from '../caller-sessions.ts'
import type { ChatMessage } from './chat-message.ts'

/** An answer that is kept in a session. */
export interface AnsweredTurn {
  readonly session: Session
  /** The turn that it was asked for in. */
  readonly asked: Turn
  /** The turn that it is in: a later one where it had to be asked for once more. */
  readonly answered: Turn
  /** All turns up to it, oldest first. */
  readonly before: readonly Turn[]
  /** Nothing was said in the session after it. */
  readonly newest: boolean
}

/** The answer of a turn; undefined where the caller has none of that place. Errors: `session_corrupt`. */
export async function answeredTurn(sessions: CallerSessions, caller: Caller, place: { readonly session: string; readonly turn: number }): Promise<AnsweredTurn | undefined> {
  try {
    const session = await sessions.get(caller, place.session)
    const { turns } = await sessions.turns(caller, place.session, { limit: Number.POSITIVE_INFINITY, offset: 0 })
    const at = turns.findIndex(({ turn }) => turn === place.turn)
    let end = at
    while (at !== -1 && turns[end + 1]?.correction === true) end += 1
    const [asked, answered] = [turns[at], turns[end]]
    if (asked === undefined || answered === undefined) return undefined
    return { session, asked, answered, before: turns.slice(0, end + 1), newest: end === turns.length - 1 }
  } catch (error) {
    if (isClinvkError(error) && error.code === 'session_not_found') return undefined
    throw error
  }
}

/** Turns as the messages that were sent and answered. */
export function messagesOf(turns: readonly Turn[]): readonly ChatMessage[] {
  return turns.flatMap(({ prompt, answer }): ChatMessage[] => [{ role: 'user', text: prompt }, { role: 'assistant', text: answer }])
}
