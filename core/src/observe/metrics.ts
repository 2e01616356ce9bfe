import { collectDefaultMetrics, Counter, exponentialBuckets, Gauge, Histogram, Registry } from 'prom-client'
import type { RunObserver } from '../backend/run-observer.ts'
import { boundedLabel } from './bounded-label.ts'

/** How things stand when the metrics are asked for. */
export interface Standing {
  /** Places for runs. */
  readonly slots: { readonly max: number; readonly active: number; readonly waiting: number }
  /** `active`: active and paused ones in the store; `created`: by this process. */
  readonly sessions: { readonly active: number; readonly created: number }
  readonly backends: readonly { readonly name: string; readonly available: boolean; readonly breaker: 'closed' | 'open' | 'half-open' }[]
}

/** One answered request. */
export interface CountedRequest {
  readonly method: string
  /** The pattern of its route; absent: there is none. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
}

/** Models that have a label of their own. */
const mostModels = 50

/** What HTTP clients may send as method is many things. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const breakerStates = ['closed', 'half-open', 'open'] as const

/** The metrics of one server, in a registry of their own. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = this.#counter('clinvk_requests_total', 'Answered requests.', ['method', 'path', 'status'])
  readonly #requestSeconds = this.#histogram('clinvk_request_duration_seconds', 'From the request to the end of its answer.', ['method', 'path'], exponentialBuckets(0.001, 2, 15))
  readonly #streams = this.#gauge('clinvk_open_streams', 'Streams that are being answered.')
  readonly #runs = this.#counter('clinvk_backend_executions_total', 'Runs that had a place.', ['backend', 'status'])
  readonly #runSeconds = this.#histogram('clinvk_backend_execution_duration_seconds', 'From a place to the end of the run.', ['backend'], exponentialBuckets(0.1, 2, 12))
  readonly #firstSeconds = this.#histogram('clinvk_backend_first_event_seconds', 'From a place to the first event of the backend.', ['backend'], exponentialBuckets(0.01, 2, 14))
  readonly #errors = this.#counter('clinvk_backend_errors_total', 'Failed runs, by error code.', ['backend', 'code'])
  readonly #tokens = this.#counter('clinvk_tokens_total', 'Tokens, as the CLIs count them.', ['backend', 'model', 'kind'])
  readonly #cost = this.#counter('clinvk_cost_usd_total', 'Cost in US dollars, where the CLI tells it.', ['backend', 'model'])
  readonly #active = this.#gauge('clinvk_active_runs', 'Runs that have a place.', ['backend'])
  readonly #waitSeconds = this.#histogram('clinvk_queue_wait_seconds', 'How long runs waited for a place.', [], exponentialBuckets(0.001, 2, 17))
  readonly #places = this.#gauge('clinvk_run_slots', 'Places for runs.')
  readonly #taken = this.#gauge('clinvk_run_slots_taken', 'Places that are taken.')
  readonly #waiting = this.#gauge('clinvk_queue_length', 'Runs that wait for a place.')
  readonly #sessions = this.#gauge('clinvk_active_sessions', 'Active and paused sessions.')
  readonly #created = this.#counter('clinvk_sessions_created_total', 'Sessions that this server made.')
  readonly #available = this.#gauge('clinvk_backend_available', '1: the CLI is installed.', ['backend'])
  readonly #breaker = this.#gauge('clinvk_breaker_state', '1 for the state that the circuit breaker of a backend is in.', ['backend', 'state'])
  readonly #model = boundedLabel(mostModels)

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** The media type of the text. */
  get contentType(): string {
    return this.#registry.contentType
  }

  /** Counts an answered request. */
  request({ method: sent, route, status, seconds }: CountedRequest): void {
    const method = methods.has(sent) ? sent : 'other'
    const path = route ?? 'unmatched'
    this.#requests.inc({ method, path, status: String(status) })
    this.#requestSeconds.observe({ method, path }, seconds)
  }

  /** A stream begins; call the returned function at its end. */
  stream(): () => void {
    this.#streams.inc()
    return () => this.#streams.dec()
  }

  /** Counts runs. */
  readonly run: RunObserver = ({ backend }) => {
    const asked = performance.now()
    let began: number | undefined
    return {
      slot: () => {
        began = performance.now()
        this.#waitSeconds.observe((began - asked) / 1000)
        this.#active.inc({ backend })
      },
      firstEvent: () => {
        if (began !== undefined) this.#firstSeconds.observe({ backend }, (performance.now() - began) / 1000)
      },
      ended: ({ status, code, model = 'unknown', usage, cost_usd: cost }) => {
        if (code !== undefined) this.#errors.inc({ backend, code })
        if (began === undefined) return
        this.#active.dec({ backend })
        this.#runs.inc({ backend, status })
        this.#runSeconds.observe({ backend }, (performance.now() - began) / 1000)
        if (usage === undefined && cost === undefined) return
        const labels = { backend, model: this.#model(model) }
        const { input_tokens: input, output_tokens: output, cached_tokens: cached, cache_write_tokens: cacheWrite, reasoning_tokens: reasoning } = usage ?? {}
        for (const [kind, tokens] of Object.entries({ input, output, cached, cache_write: cacheWrite, reasoning })) {
          if (tokens !== undefined && tokens > 0) this.#tokens.inc({ ...labels, kind }, tokens)
        }
        if (cost !== undefined && cost > 0) this.#cost.inc(labels, cost)
      },
    }
  }

  /** All of it in the text format of Prometheus. */
  async text({ slots, sessions, backends }: Standing): Promise<string> {
    this.#places.set(slots.max)
    this.#taken.set(slots.active)
    this.#waiting.set(slots.waiting)
    this.#sessions.set(sessions.active)
    this.#created.reset()
    this.#created.inc(sessions.created)
    // Backends come and go.
    this.#available.reset()
    this.#breaker.reset()
    for (const { name: backend, available, breaker } of backends) {
      this.#available.set({ backend }, available ? 1 : 0)
      for (const state of breakerStates) this.#breaker.set({ backend, state }, breaker === state ? 1 : 0)
    }
    return await this.#registry.metrics()
  }

  #counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] })
  }

  #gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] })
  }

  #histogram(name: string, help: string, labelNames: readonly string[], buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [this.#registry] })
  }
}
