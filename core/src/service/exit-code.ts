import { constants } from 'node:os'
import type { ErrorCode, ErrorDetails } from '@clinvk/plugin-sdk'

/** Exit codes by error code; those of a failed backend follow the CLI's own. */
const table: Readonly<Record<ErrorCode, number | 'backend'>> = {
  invalid_request: 1,
  unsupported: 1,
  payload_too_large: 1,
  config_invalid: 3,
  authentication_error: 5,
  permission_denied: 5,
  rate_limit_exceeded: 5,
  overloaded: 5,
  backend_not_found: 2,
  backend_unavailable: 2,
  backend_disabled: 2,
  backend_unauthenticated: 2,
  plugin_load_failed: 2,
  plugin_invalid: 2,
  backend_error: 'backend',
  backend_rate_limited: 'backend',
  backend_output_invalid: 1,
  timeout: 6,
  cancelled: 7,
  session_not_found: 4,
  session_ambiguous: 4,
  session_busy: 4,
  session_not_resumable: 4,
  session_corrupt: 4,
  internal_error: 1,
}

/** The exit code for a failure: the table's, or the CLI's own when that is one of 1 to 255, or 128 and the signal's number, else 1. */
export function exitCode(error: { readonly code: ErrorCode; readonly details?: ErrorDetails | undefined } | undefined): number {
  if (error === undefined) return 0
  const code = table[error.code]
  if (code !== 'backend') return code
  const { exit_code: own, signal } = error.details ?? {}
  if (typeof own === 'number' && Number.isInteger(own) && own > 0 && own < 256) return own
  const number = signal === undefined ? undefined : constants.signals[signal as NodeJS.Signals]
  return number === undefined ? 1 : 128 + number
}
