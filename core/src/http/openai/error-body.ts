import type { ClinvkError, ErrorCode } from '@clinvk/plugin-sdk'

/** The vendor's types where a code has one of its own; the others follow from the status. */
const types: { readonly [Code in ErrorCode]?: string } = {
  permission_denied: 'permission_error',
  rate_limit_exceeded: 'rate_limit_error',
  backend_rate_limited: 'rate_limit_error',
}

/** The vendor's codes, where programs look for them; else ours. */
const codes: { readonly [Code in ErrorCode]?: string } = {
  authentication_error: 'invalid_api_key',
  backend_rate_limited: 'rate_limit_exceeded',
}

/** An error as the OpenAI SDKs read it. */
interface OpenaiError {
  readonly message: string
  readonly type: string
  /** The field that is wrong. */
  readonly param: string | null
  readonly code: string
}

/** The body of an error answer. */
export function openaiErrorBody(error: ClinvkError, status: number): { readonly error: OpenaiError } {
  const { message, hint, code, details } = error
  const location = details?.['location']
  const vendorCode = details?.['vendor_code']
  const param = typeof location === 'string' && location.startsWith('body.') ? location.slice('body.'.length).replaceAll(/\.(\d+)/g, '[$1]') : null
  return {
    error: {
      message: hint === undefined ? message : `${message}. ${hint}`,
      type: types[code] ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
      param,
      code: typeof vendorCode === 'string' ? vendorCode : (codes[code] ?? code),
    },
  }
}
