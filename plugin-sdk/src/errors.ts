/**
 * Every way a request can fail, by its stable code. Wording may change between releases; codes do not within a
 * major version. Each entry of the host (terminal, HTTP, MCP) has one total map from these to its own signals.
 */
export const errorCodes = [
  'invalid_request',
  'unsupported',
  'payload_too_large',
  'config_invalid',
  'authentication_error',
  'permission_denied',
  'rate_limit_exceeded',
  'overloaded',
  'backend_not_found',
  'backend_unavailable',
  'backend_disabled',
  'backend_unauthenticated',
  'plugin_load_failed',
  'plugin_invalid',
  'backend_error',
  'backend_rate_limited',
  'backend_output_invalid',
  'timeout',
  'cancelled',
  'session_not_found',
  'session_ambiguous',
  'session_busy',
  'session_not_resumable',
  'session_corrupt',
  'internal_error',
] as const

/** One of the codes in {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number]

/** Machine-readable facts about a failure. Never holds a prompt, an answer or a secret. */
export interface ErrorDetails {
  /** HTTP status that the CLI's own upstream answered with, when the CLI tells it. */
  status?: number
  /** When a limit ends, RFC 3339 in UTC, when the CLI tells it. */
  reset_at?: string
  /** The CLI's own exit code. */
  exit_code?: number
  /** Name of the signal that ended the CLI, such as `SIGKILL`. */
  signal?: string
  /** Further facts a backend wants to hand out. */
  [fact: string]: unknown
}

/** What {@link ClinvkError} is made from beside its code and message. */
export interface ErrorOptions {
  /** One thing the person can do next, as a sentence. */
  hint?: string
  /** Name of the backend that the failure belongs to. */
  backend?: string
  details?: ErrorDetails
  cause?: unknown
}

const brand = Symbol.for('clinvk.error')

/**
 * The one error class. The message says what was attempted, with the value; {@link ClinvkError.hint} says what to do next.
 * Test with {@link isClinvkError}, never with `instanceof`: a plugin may carry its own copy of this package.
 */
export class ClinvkError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly backend: string | undefined
  readonly details: ErrorDetails | undefined
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ClinvkError'
    this.code = code
    this.hint = options.hint
    this.backend = options.backend
    this.details = options.details
  }
}

/** True for a {@link ClinvkError} of any copy of this package. */
export function isClinvkError(value: unknown): value is ClinvkError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
