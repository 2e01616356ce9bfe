import type { ClinvkError, ErrorCode, ErrorDetails } from '@clinvk/plugin-sdk'

/** A failure in JSON: the shape that every entry of clinvk uses. */
export interface ErrorBody {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
  readonly backend?: string
  readonly details?: ErrorDetails
}

/** The JSON of a failure; `backend` where the error itself does not say. */
export function errorBody(error: Pick<ClinvkError, 'code' | 'message'> & Partial<Pick<ClinvkError, 'hint' | 'backend' | 'details'>>, backend?: string): ErrorBody {
  const name = error.backend ?? backend
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(name === undefined ? {} : { backend: name }),
    ...(error.details === undefined ? {} : { details: error.details }),
  }
}
