import type { ErrorCode } from '@clinvk/plugin-sdk'

/** What can go wrong on the way to a run. */
const planErrors = [
  'unsupported', 'payload_too_large', 'config_invalid', 'backend_not_found', 'backend_unavailable', 'backend_disabled', 'plugin_load_failed', 'plugin_invalid',
  'session_not_found', 'session_ambiguous', 'session_not_resumable', 'session_corrupt',
] as const satisfies readonly ErrorCode[]

/** What a run can fail with. */
export const runErrors: readonly ErrorCode[] = [...planErrors, 'backend_unauthenticated', 'backend_error', 'backend_rate_limited', 'backend_output_invalid', 'session_busy']

/** What a list of runs can be refused with: how its runs fail stands in their results. */
export const listErrors: readonly ErrorCode[] = planErrors

/** What can be wrong with a session that is named. */
export const sessionErrors: readonly ErrorCode[] = ['session_not_found', 'session_ambiguous', 'session_corrupt', 'config_invalid']
