import type { Session } from './session.ts'

/** Some keys of a session, without those that have no value. */
export function defined(keys: Partial<Session>): Partial<Session> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined))
}
