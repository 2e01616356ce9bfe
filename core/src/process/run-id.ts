import { ClinvkError } from '@clinvk/plugin-sdk'

/** A run's id is the name of its folder and lease, and stands in environments. */
const pattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value)
}

/** Throws `internal_error` for a run id that cannot be a file's name. */
export function checkRunId(value: string): void {
  if (pattern.test(value)) return
  throw new ClinvkError('internal_error', `"${value}" cannot be the id of a run: letters, digits, "-" and "_" only`)
}
