import type { ErrorCode, ErrorDetails, ProcessEnd, RunRequest } from '@clinvk/plugin-sdk'
import { knownFailures } from './known-failures.ts'
import { tellable } from './tellable.ts'

/** What is known about a run that failed. */
export interface Failure {
  /** What the CLI says about it, any form; may be empty. */
  readonly text: string
  /** `result.subtype`, such as `error_max_turns`. */
  readonly subtype?: string
  readonly terminal_reason?: string
  readonly stop_reason?: string
  /** The CLI's own word for the kind of API failure, such as `rate_limit`. */
  readonly kind?: string
  /** HTTP status of the API. */
  readonly status?: number
  /** When a used-up limit ends, RFC 3339. */
  readonly reset_at?: string
  /** Which limit that is, such as `five_hour`. */
  readonly limit?: string
  readonly end: ProcessEnd
  readonly request: RunRequest
}

/** Content of an `error` event. */
export interface Described {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly details: ErrorDetails
}

/** The code, words and facts for a failure. */
export function describe(raw: Failure): Described {
  // The kind of failure shows in what the CLI said; what is handed on may be less.
  const failure = { ...raw, text: tellable(raw) }
  const known = knownFailures.find(({ applies }) => applies(raw))
  const { code = 'backend_error', message, hint, details } = known?.says(failure) ?? unknownFailure(failure)
  const { status, end } = failure
  return {
    code,
    message,
    hint,
    details: {
      ...(status === undefined ? {} : { status }),
      ...details,
      ...(end.code === null || end.code === 0 ? {} : { exit_code: end.code }),
      ...(end.signal === null ? {} : { signal: end.signal }),
    },
  }
}

function unknownFailure({ text, status, end }: Failure): ReturnType<(typeof knownFailures)[number]['says']> {
  const how = end.signal ?? `exit code ${end.code}`
  return {
    message: text === '' ? `Claude Code ended with ${how} and without an answer` : `Claude Code could not answer: ${text}`,
    hint: status === undefined
      ? 'Try the same in "claude" itself; CLINVK_LOG=debug shows what it prints.'
      : 'The model service refused the request; change what the message names.',
  }
}
