import type { ErrorCode, TokenUsage } from '@clinvk/plugin-sdk'

/** `paused` is never set by clinvk; files of other releases may hold it. */
export const sessionStatuses = ['active', 'completed', 'error', 'paused'] as const

export type SessionStatus = (typeof sessionStatuses)[number]

/** A conversation with one backend, as its file `<id>.json` holds it. Times are RFC 3339. */
export interface Session {
  /** 32 lower-case hexadecimal digits; 16 in files of the first releases. */
  id: string
  backend: string
  created_at: string
  last_used: string
  /** Absolute directory that the backend worked in; empty in old files. */
  working_dir: string
  /** The backend's own id of the conversation. Without it the session cannot be resumed. */
  backend_session_id?: string
  model?: string
  initial_prompt?: string
  status?: SessionStatus
  turn_count?: number
  /** Sum over all turns. */
  token_usage?: TokenUsage
  tags?: string[]
  title?: string
  /** The session this one was forked from or replaces. */
  parent_id?: string
  error_message?: string
  metadata?: Record<string, string>
  /** What the backend's decoder handed out for the next run, up to 4 KiB. */
  backend_state?: string
  /** US dollars, sum over all turns. */
  cost_usd?: number
  /** The next run forks the conversation instead of going on with it. */
  pending_fork?: boolean
  /** Name of the API key that made it; absent: the command line did, or a server without keys. */
  owner?: string
}

/** What a new session is made from. Id and times are the store's. */
export type SessionInit = Pick<Session, 'backend' | 'working_dir'> & Partial<Omit<Session, 'id' | 'backend' | 'working_dir' | 'created_at' | 'last_used'>>

/** A session as lists show it: what the index knows. */
export interface SessionInfo {
  readonly id: string
  readonly backend: string
  readonly created_at: string
  readonly last_used: string
  readonly working_dir: string
  readonly status?: SessionStatus
  readonly model?: string
  readonly title?: string
  /** Cut to 80 characters, the last of them `…`. */
  readonly initial_prompt?: string
  readonly turn_count: number
  readonly token_usage?: TokenUsage
  readonly cost_usd?: number
  readonly tags?: readonly string[]
  readonly backend_session_id?: string
  readonly parent_id?: string
  readonly owner?: string
}

/** Which sessions a list holds. All conditions must be met. */
export interface SessionFilter {
  readonly backend?: string
  readonly status?: SessionStatus
  readonly model?: string
  /** Compared exactly. */
  readonly working_dir?: string
  readonly tag?: string
  /** Name of the API key that made it. */
  readonly owner?: string
  /** true: only sessions that have a `backend_session_id`. */
  readonly resumable?: boolean
}

/** A file of the store that could not be read. */
export interface StoreProblem {
  /** Name inside the store's folder. */
  readonly file: string
  readonly message: string
}

/** One page of sessions, newest first. */
export interface SessionList {
  readonly sessions: SessionInfo[]
  /** Matches before `offset` and `limit`. */
  readonly total: number
  readonly problems: StoreProblem[]
}

/** One question and its answer: one line of `<id>/turns.jsonl`. */
export interface Turn {
  /** Counts from 1 within the session. */
  turn: number
  started_at: string
  duration_ms: number
  backend: string
  model?: string
  prompt: string
  answer: string
  /** Of this turn alone. */
  usage?: TokenUsage
  cost_usd?: number
  outcome: 'completed' | 'error' | 'cancelled'
  error_code?: ErrorCode
  /** Backends that failed before the one of this turn was asked, in order. */
  fallback?: readonly { readonly backend: string; readonly code: ErrorCode; readonly message: string }[]
  /** It asks once more for the answer of the turn before, which did not fit its JSON schema. */
  correction?: true
  /** Which entry the turn came through. */
  via?: 'cli' | 'http' | 'mcp' | 'interactive'
}
