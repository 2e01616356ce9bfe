import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'

const refused = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])
const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** The system's code of a failed file operation, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}

/** A failed file operation of the store as an error with a code: `config_invalid` for a folder that cannot be used as it is,
 * else `internal_error`. `attempt` is what was tried, with the path; `variable` moves the folder. */
export function storageError(attempt: string, dir: string, error: unknown, variable = 'CLINVK_HOME'): ClinvkError {
  if (isClinvkError(error)) return error
  const code = systemCode(error)
  const message = `could not ${attempt}: ${error instanceof Error ? error.message : String(error)}`
  if (code !== undefined && refused.has(code)) {
    return new ClinvkError('config_invalid', message, { hint: `Make "${dir}" a folder that you own and can write, or set ${variable} to one.`, cause: error })
  }
  if (code !== undefined && full.has(code)) {
    return new ClinvkError('internal_error', message, { hint: `Free space on the disk of "${dir}"; nothing that was saved before is lost.`, cause: error })
  }
  return new ClinvkError('internal_error', message, { hint: `Check the disk and the folder "${dir}".`, cause: error })
}
