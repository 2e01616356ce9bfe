import { ClinvkError, type Resume } from '@clinvk/plugin-sdk'
import type { Session } from '../session/session.ts'
import type { PromptRequest } from './prompt-request.ts'

/**
 * A session that can be gone on with, on the backend that was asked for.
 * Errors: `session_not_resumable` without an id of the backend; `invalid_request` for another backend than the session's.
 */
export function resumable(session: Session, askedBackend: string | undefined): Session {
  if (askedBackend !== undefined && askedBackend !== '' && askedBackend !== session.backend) {
    throw new ClinvkError('invalid_request', `session ${short(session)} belongs to ${session.backend}, not to ${askedBackend}`, {
      backend: session.backend,
      hint: 'Ask that one, or start a new session.',
    })
  }
  if (session.backend_session_id === undefined || session.backend_session_id === '') {
    throw new ClinvkError('session_not_resumable', `session ${short(session)} has no backend session id; cannot resume`, {
      backend: session.backend,
      hint: 'Its first run ended before the CLI began a conversation. Start a new session.',
    })
  }
  return session
}

/** What the backend is told about the conversation. */
export function resumption(session: Session, fork: boolean): Resume {
  const { backend_session_id: id = '', backend_state: state } = session
  return { backend_session_id: id, fork, ...(state === undefined ? {} : { state }) }
}

/** Whether a run belongs to the session it resumes, or begins one of its own. */
export function origin(session: Session | undefined, asked: PromptRequest): { session?: Session; parent_id?: string } {
  if (session === undefined) return asked.parent_id === undefined ? {} : { parent_id: asked.parent_id }
  // What an ephemeral run adds is nowhere to be kept; a fork is kept in a session of its own.
  if (asked.ephemeral === true) return {}
  return asked.fork === true ? { parent_id: session.id } : { session }
}

function short({ id }: Session): string {
  return id.slice(0, 8)
}

/** A session that went on is not the one that a run was meant to go on with. Errors: `session_busy`. */
export function checkUnchanged({ id, turn_count: now = 0 }: Session, turns = 0): void {
  if (now !== turns) throw new ClinvkError('session_busy', `session ${id} went on meanwhile: another run answered in it`, { hint: 'Ask again: then it goes on from there.' })
}
