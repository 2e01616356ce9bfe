import type { ClinvkError, ErrorCode } from '@clinvk/plugin-sdk'

/** Failures that pass. The vendors' SDKs repeat requests on their own, and a repeated run costs as much as the first. */
const passing: readonly ErrorCode[] = ['rate_limit_exceeded', 'overloaded', 'backend_rate_limited', 'session_busy']

/** The value of `x-should-retry`, which the SDKs of OpenAI and Anthropic obey. */
export function retryAdvice({ code, details }: ClinvkError): 'true' | 'false' {
  return passing.includes(code) || (code === 'backend_error' && (details?.status ?? 0) >= 500) ? 'true' : 'false'
}
