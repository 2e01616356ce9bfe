import type { ErrorCode, ErrorDetails } from '@clinvk/plugin-sdk'
import { serviceFailed } from '../backend/service-failure.ts'

/** What is known of a failure. */
export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
  readonly details?: ErrorDetails | undefined
}

/** Where a failure comes from: planning the run, starting it, or an event of it. */
export type FailureSource = 'plan' | 'start' | 'run'

/**
 * Whether another backend may do better: this one is not there, not signed in, at its limit, or its model service has a problem.
 * What the caller has to correct, and what took too long, stays a failure. clinvk's own lack of a slot (`overloaded` before a
 * start) would meet every backend.
 */
export function movesOn({ code, details }: Failure, source: FailureSource): boolean {
  switch (code) {
    case 'backend_unavailable':
    case 'backend_unauthenticated':
    case 'backend_rate_limited':
    case 'plugin_load_failed':
      return true
    case 'overloaded':
      return source === 'run'
    case 'backend_error':
      return serviceFailed(details)
    default:
      return false
  }
}

/** Whether a backend that was to fill in cannot, or may not, take this request, which others may. Of the first backend it is the caller's mistake. */
export function cannotFillIn({ code }: Failure): boolean {
  return code === 'unsupported' || code === 'payload_too_large' || code === 'permission_denied'
}
