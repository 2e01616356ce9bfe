import type { ClinvkError, ErrorCode } from '@clinvk/plugin-sdk'

/** The vendor's types by code where the status does not tell them. */
const byCode: { readonly [Code in ErrorCode]?: string } = { overloaded: 'overloaded_error', timeout: 'timeout_error' }

/** The vendor's types by status. */
const byStatus: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
}

/** The body of an error answer as the Anthropic SDKs read it; `clinvk_code` is ours, for those who know it. */
export function anthropicErrorBody(error: ClinvkError, status: number, requestId: string): object {
  const { code, message, hint, details } = error
  const location = details?.['location']
  const where = typeof location === 'string' && location.startsWith('body.') ? `${location.slice('body.'.length)}: ` : ''
  const type = byCode[code] ?? byStatus[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error')
  return { type: 'error', error: { type, message: `${where}${hint === undefined ? message : `${message}. ${hint}`}`, clinvk_code: code }, request_id: requestId }
}
