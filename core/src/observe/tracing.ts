import { type Attributes, type Context, createTraceState, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, TraceFlags, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node'
import type { ObservedRun, RunObserver, RunOutcome } from '../backend/run-observer.ts'
import type { Log } from '../log.ts'
import type { RequestTrace, TracedRequest } from './request-trace.ts'
import { formatTraceparent, type TraceContext } from './trace-context.ts'

/** Longest text that stands in an attribute. */
const longest = 128

/** How long spans may take to leave when the server stops, milliseconds. */
const flushMs = 5000

/** Spans of OpenTelemetry, sent by OTLP over HTTP as the variables `OTEL_*` say. Nothing of it is global. */
export class Tracing {
  readonly #provider: NodeTracerProvider
  readonly #tracer: Tracer
  readonly #log: Log

  constructor({ version, log }: { readonly version: string; readonly log: Log }) {
    this.#log = log
    const own = resourceFromAttributes({ 'service.name': 'clinvk', 'service.version': version })
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are stronger.
    const resource = defaultResource().merge(own).merge(detectResources({ detectors: [envDetector] }))
    this.#provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(telling(new OTLPTraceExporter(), log))] })
    this.#tracer = this.#provider.getTracer('clinvk', version)
  }

  /** Begins the span of a request. */
  request({ method, request_id: id, parent, tracestate }: TracedRequest): RequestTrace {
    const span = this.#tracer.startSpan(method, { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'clinvk.request_id': id } }, remote(parent, tracestate))
    const context = trace.setSpan(ROOT_CONTEXT, span)
    return {
      trace_id: span.spanContext().traceId,
      run: this.#runs(context),
      end: ({ route, status }) => {
        span.updateName(`${method} ${route ?? 'unmatched'}`)
        span.setAttributes({ 'http.response.status_code': status, ...(route === undefined ? {} : { 'http.route': route }) })
        if (status >= 500) fail(span, String(status))
        span.end()
      },
    }
  }

  /** Sends what is left, but does not wait for ever for who takes it. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), flushMs)))
    const sent = this.#provider.shutdown().then(
      () => true,
      () => true, // the exporter has told
    )
    if (!(await Promise.race([sent, late]))) this.#log.warn(`the last spans were not taken within ${flushMs / 1000} s, and are lost`)
    clearTimeout(timer)
  }

  /** The spans of a run: one from first to last, and below it that of its process. */
  #runs(parent: Context): RunObserver {
    return (observed) => {
      const run = this.#tracer.startSpan(`run ${observed.backend}`, { attributes: runAttributes(observed) }, parent)
      let child: Span | undefined
      return {
        slot: () => run.addEvent('slot'),
        spawning: () => {
          child = this.#tracer.startSpan(`process ${observed.backend}`, { kind: SpanKind.CLIENT, attributes: { 'clinvk.backend': observed.backend } }, trace.setSpan(ROOT_CONTEXT, run))
          return environmentOf(child)
        },
        spawned: (pid) => child?.setAttribute('process.pid', pid),
        firstEvent: () => run.addEvent('first_event'),
        exited: ({ code, signal }) => {
          if (code !== null) child?.setAttribute('process.exit.code', code)
          if (signal !== null) child?.setAttribute('process.signal', signal)
          child?.end()
          child = undefined
        },
        ended: (outcome) => {
          // Of a process that could not be started.
          child?.end()
          run.setAttributes(outcomeAttributes(outcome))
          if (outcome.code !== undefined) fail(run, outcome.code)
          run.end()
        },
      }
    }
  }
}

/** What a request's sender says of its trace, as the parent of a span. */
function remote(parent: TraceContext | undefined, tracestate: string): Context {
  if (parent === undefined) return ROOT_CONTEXT
  const state = tracestate === '' ? {} : { traceState: createTraceState(tracestate) }
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: parent.trace_id, spanId: parent.span_id, traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true, ...state })
}

/** What a program that traces, too, looks for in its environment. */
function environmentOf(span: Span): Record<string, string> {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext()
  const state = traceState?.serialize() ?? ''
  return { TRACEPARENT: formatTraceparent({ trace_id: traceId, span_id: spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }), ...(state === '' ? {} : { TRACESTATE: state }) }
}

function runAttributes({ run_id: id, backend, model }: ObservedRun): Attributes {
  return { 'clinvk.run_id': id, 'clinvk.backend': backend, ...(model === undefined ? {} : { 'gen_ai.request.model': model.slice(0, longest) }) }
}

function outcomeAttributes({ status, model, usage, cost_usd: cost }: RunOutcome): Attributes {
  return {
    'clinvk.outcome': status,
    ...(model === undefined ? {} : { 'gen_ai.response.model': model.slice(0, longest) }),
    ...(usage === undefined ? {} : { 'gen_ai.usage.input_tokens': usage.input_tokens, 'gen_ai.usage.output_tokens': usage.output_tokens }),
    ...(cost === undefined ? {} : { 'clinvk.cost_usd': cost }),
  }
}

/** The description stays empty: messages may quote what was asked. */
function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** An exporter that says in the log when spans are not taken: once, until they are again. */
function telling(exporter: SpanExporter, log: Log): SpanExporter {
  let failing = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== 0
        if (failed && !failing) log.warn(`traces cannot be sent (${result.error?.name ?? 'unknown error'}); is the endpoint of OTEL_EXPORTER_OTLP_* right?`)
        failing = failed
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}
