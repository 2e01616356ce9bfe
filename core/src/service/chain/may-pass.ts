import type { ErrorCode } from '@clinvk/plugin-sdk'

/** Failures that another attempt may not meet again: the request itself was in order. */
const passing: ReadonlySet<ErrorCode> = new Set(['backend_error', 'backend_rate_limited', 'backend_output_invalid', 'timeout', 'overloaded', 'rate_limit_exceeded', 'session_busy'])

/** Whether a failed step is worth another attempt. */
export function mayPass(code: ErrorCode): boolean {
  return passing.has(code)
}
