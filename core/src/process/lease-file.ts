import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { LeaseRecord } from './lease.ts'
import type { ProcessIdentity } from './process-info.ts'
import { isRunId } from './run-id.ts'

/** What a lease file says, or undefined when it is gone, half written or no lease at all. */
export function readLease(path: string): LeaseRecord | undefined {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
  return isLease(value) ? value : undefined
}

function isLease(value: unknown): value is LeaseRecord {
  if (typeof value !== 'object' || value === null) return false
  const lease = value as Partial<Record<keyof LeaseRecord, unknown>>
  return (
    isRunId(lease.run_id) &&
    typeof lease.host === 'string' &&
    isIdentity(lease.owner) &&
    (lease.child === undefined || isIdentity(lease.child)) &&
    typeof lease.run_folder === 'string' &&
    isAbsolute(lease.run_folder)
  )
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false
  const { pid, start_time } = value as Partial<Record<keyof ProcessIdentity, unknown>>
  return typeof pid === 'number' && Number.isInteger(pid) && pid > 1 && typeof start_time === 'string'
}
