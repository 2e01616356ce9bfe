import type { RunObserver } from '../backend/run-observer.ts'
import { formatTraceparent, type TraceContext } from './trace-context.ts'

/** What a trace has to know of a request. */
export interface TracedRequest {
  readonly method: string
  readonly request_id: string
  /** The trace of its sender. */
  readonly parent: TraceContext | undefined
  /** `tracestate` of its sender; empty: none. */
  readonly tracestate: string
}

/** One request in a trace. */
export interface RequestTrace {
  readonly trace_id: string
  /** Its runs in the same trace. */
  readonly run: RunObserver
  end(answer: { readonly route: string | undefined; readonly status: number }): void
}

/** Without traces of our own, programs that trace get what the sender said, unchanged. Undefined where it said nothing. */
export function forwardedTrace(parent: TraceContext | undefined): RequestTrace | undefined {
  if (parent === undefined) return undefined
  const environment = { TRACEPARENT: formatTraceparent(parent) }
  return { trace_id: parent.trace_id, run: () => ({ spawning: () => environment }), end: () => {} }
}
