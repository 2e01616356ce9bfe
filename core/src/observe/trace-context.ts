/** Where a trace comes from: W3C Trace Context, as in the header `traceparent`. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly trace_id: string
  /** Of the span that the next one belongs to: 16 hexadecimal digits. */
  readonly span_id: string
  readonly sampled: boolean
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Reads `traceparent`; undefined for what is none, which by the standard counts as absent. Later versions may have more parts. */
export function parseTraceparent(header: string): TraceContext | undefined {
  const [, version, trace, span, flags, rest] = form.exec(header.trim()) ?? []
  if (version === undefined || version === 'ff' || trace === undefined || span === undefined) return undefined
  if (version === '00' && rest !== undefined) return undefined
  if (/^0+$/.test(trace) || /^0+$/.test(span)) return undefined
  return { trace_id: trace, span_id: span, sampled: (Number.parseInt(flags as string, 16) & 1) === 1 }
}

/** The same as text, in the version that everyone knows. */
export function formatTraceparent({ trace_id, span_id, sampled }: TraceContext): string {
  return `00-${trace_id}-${span_id}-${sampled ? '01' : '00'}`
}
