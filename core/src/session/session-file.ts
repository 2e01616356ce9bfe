import type { TokenUsage } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import { type Session, sessionStatuses } from './session.ts'

/** A session file's content. */
export interface SessionDocument {
  readonly session: Session
  /** Keys that this release does not know, or not with such a value. Kept when the file is written again. */
  readonly rest: Record<string, unknown>
}

const isText = (value: unknown) => typeof value === 'string'
const isCount = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value))

/** Every key in the order of the file, with the values it may have. The first four must be there. */
const keys: { readonly [Key in keyof Required<Session>]: (value: unknown) => boolean } = {
  id: isText,
  backend: (value) => isText(value) && value !== '',
  created_at: isTime,
  last_used: isTime,
  working_dir: isText,
  backend_session_id: isText,
  model: isText,
  initial_prompt: isText,
  status: (value) => (sessionStatuses as readonly unknown[]).includes(value),
  turn_count: isCount,
  token_usage: isUsage,
  tags: (value) => Array.isArray(value) && value.every(isText),
  title: isText,
  parent_id: isText,
  error_message: isText,
  metadata: (value) => isRecord(value) && Object.values(value).every(isText),
  backend_state: isText,
  cost_usd: isCount,
  pending_fork: (value) => typeof value === 'boolean',
  owner: isText,
}

/** Reads a session file. Throws an Error that says what is wrong with it, without its content. */
export function parseSession(id: string, text: string): SessionDocument {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which may be a prompt.
    throw new Error(text.trim() === '' ? 'the file is empty' : 'it is no complete JSON document')
  }
  if (!isRecord(value)) throw new Error('it is no JSON object')
  for (const key of ['id', 'backend', 'created_at', 'last_used'] as const) {
    if (!keys[key](value[key])) throw new Error(`"${key}" is missing or has no valid value`)
  }
  if (value['id'] !== id) throw new Error('it holds the id of another session')
  const session: Record<string, unknown> = { working_dir: '' }
  const rest: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(value)) {
    if (Object.hasOwn(keys, key) && keys[key as keyof Session](entry)) session[key] = entry
    else rest[key] = entry
  }
  return { session: session as unknown as Session, rest }
}

/** The file's text: two spaces, keys in a fixed order, what is unknown at the end. Throws a TypeError for a session that {@link parseSession} would refuse. */
export function formatSession({ session, rest }: SessionDocument): string {
  const document: Record<string, unknown> = {}
  for (const key of Object.keys(keys) as (keyof Session)[]) {
    const value = session[key]
    if (value === undefined) continue
    if (!keys[key](value)) throw new TypeError(`the session's "${key}" has no valid value`)
    document[key] = value
  }
  for (const [key, value] of Object.entries(rest)) {
    if (!Object.hasOwn(document, key)) document[key] = value
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}

function isUsage(value: unknown): value is TokenUsage {
  return isRecord(value) && isCount(value['input_tokens']) && isCount(value['output_tokens']) && Object.values(value).every((count) => count === undefined || isCount(count))
}
