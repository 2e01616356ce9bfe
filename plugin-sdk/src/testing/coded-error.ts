import assert from 'node:assert/strict'
import { type ClinvkError, errorCodes, isClinvkError } from '../errors.ts'
import type { EventContent } from '../event.ts'
import { promptMarker } from './plain-request.ts'

/** What errors that are thrown and those that are yielded have in common. */
interface Failure extends Pick<EventContent['error'], 'code' | 'message'> {
  readonly hint?: string | undefined
  readonly details?: unknown
}

/** Fails unless a failure has a known code, a message and a hint, and repeats no prompt. */
export function assertCoded(failure: Failure): void {
  const { code, message, hint } = failure
  assert.ok(errorCodes.includes(code), `"${code}" is no error code of the contract`)
  assert.ok(typeof message === 'string' && message.trim() !== '', `the error ${code} has no message`)
  assert.ok(typeof hint === 'string' && hint.trim() !== '', `the error "${message}" has no hint: say one thing to do next`)
  const said = `${message}\n${hint}\n${JSON.stringify(failure.details) ?? ''}`
  assert.ok(!said.includes(promptMarker), 'an error repeats the prompt; it would stand in logs')
}

/** Fails unless something thrown is a `ClinvkError` (of any copy of the SDK) that tells what to do. */
export function assertClinvkError(thrown: unknown): asserts thrown is ClinvkError {
  assert.ok(isClinvkError(thrown), `threw something that is no ClinvkError: ${String(thrown)}`)
  assertCoded(thrown)
}
