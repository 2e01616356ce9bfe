/** Whether traces are exported, by the variables that every program with OpenTelemetry heeds. */
export interface TraceSettings {
  readonly enabled: boolean
  /** What was asked for and cannot be done. */
  readonly problem?: string
}

const off: TraceSettings = { enabled: false }

/** Traces are exported where there is an endpoint for them, and nothing says otherwise. */
export function traceSettings(env: Readonly<Record<string, string | undefined>>): TraceSettings {
  const value = (name: string): string => (env[name] ?? '').trim()
  if (value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') === '' && value('OTEL_EXPORTER_OTLP_ENDPOINT') === '') return off
  if (value('OTEL_SDK_DISABLED').toLowerCase() === 'true') return off
  const exporter = value('OTEL_TRACES_EXPORTER')
  if (exporter === 'none') return off
  if (exporter !== '' && exporter !== 'otlp') return { enabled: false, problem: `traces are not exported: OTEL_TRACES_EXPORTER is "${exporter}", and clinvk knows otlp and none` }
  const protocol = value('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') || value('OTEL_EXPORTER_OTLP_PROTOCOL')
  if (protocol === 'grpc') return { enabled: false, problem: 'traces are not exported: the protocol of OTLP is "grpc", and clinvk speaks OTLP over HTTP; set OTEL_EXPORTER_OTLP_PROTOCOL to http/json' }
  return { enabled: true }
}
