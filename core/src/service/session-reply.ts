import type { Session } from '../session/session.ts'

/** A session for its owner: without what only its backend's decoder can read. */
export function sessionReply({ backend_state: _state, ...session }: Session): Omit<Session, 'backend_state'> {
  return session
}
