import { ClinvkError } from '@clinvk/plugin-sdk'
import type { HttpContext } from '../context.ts'

/**
 * Refuses what is no version of the vendor's API. Versions are days; which of them the vendor has made is not checked, for the
 * requests of all are read the same way. Absent is fine. Errors: `invalid_request`.
 */
export function checkVersion(ctx: Pick<HttpContext, 'get'>): void {
  const version = ctx.get('anthropic-version')
  if (version === '' || /^20\d\d-[01]\d-[0-3]\d$/.test(version)) return
  throw new ClinvkError('invalid_request', 'anthropic-version is not a valid version', { hint: 'Send 2023-06-01.' })
}
