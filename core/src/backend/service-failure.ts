import type { ErrorDetails } from '@clinvk/plugin-sdk'

/** Whether a `backend_error` is of the model service: it answered with 5xx, or could not be reached. */
export function serviceFailed(details: ErrorDetails | undefined): boolean {
  return (typeof details?.status === 'number' && details.status >= 500) || details?.['reason'] === 'connection'
}
