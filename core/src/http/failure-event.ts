import type { ClinvkError, WireEvent } from '@clinvk/plugin-sdk'
import { errorBody } from '../service/error-body.ts'

/** A failure without an event of its own as one: nothing else can tell the reader of a stream any more. */
export function failureEvent(error: ClinvkError, sent: number): WireEvent {
  const { backend = '', ...content } = errorBody(error)
  return { type: 'error', backend, timestamp: new Date().toISOString(), sequence: sent + 1, content } as WireEvent
}
