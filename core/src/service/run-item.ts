import type { TokenUsage } from '@clinvk/plugin-sdk'
import { defined } from '../schema/defined.ts'
import { type ErrorBody, errorBody } from './error-body.ts'
import { exitCode } from './exit-code.ts'
import type { RunResult } from './fold-events.ts'

/** How one run of several ended. */
export type ItemStatus = 'completed' | 'failed' | 'cancelled'

/** One run of several, as it stands in results on the wire: the same in files, on the command line and in every API. */
export interface RunItem {
  readonly backend: string
  readonly status: ItemStatus
  /** 0 after a success, -1 of a run that was cancelled, else as of a single prompt. */
  readonly exit_code: number
  readonly error?: ErrorBody
  /** The whole answer; after a failure what had arrived. Absent where there is none. */
  readonly output?: string
  /** The model that answered, else the one that was asked for. */
  readonly model?: string
  /** Only of runs that are kept. */
  readonly session_id?: string
  readonly backend_session_id?: string
  readonly token_usage?: TokenUsage & { total_tokens: number }
  readonly cost_usd?: number
  readonly turn_count?: number
  readonly stop_reason?: string
  readonly structured_output?: unknown
  readonly warnings?: readonly string[]
  /** The backends that failed before this one was asked. */
  readonly fallback?: RunResult['fallback']
  readonly dry_run?: true
  /** Of a dry run, and where `verbose` asks for it: a line for a shell. */
  readonly command?: string
  /** RFC 3339, UTC. Absent of a run that was cancelled before it started, and so are all times. */
  readonly start_time?: string
  readonly end_time?: string
  readonly duration_seconds?: number
  readonly duration_ms?: number
}

/** When a run took place. */
export interface Span {
  readonly start: Date
  /** Milliseconds. */
  readonly ms: number
}

/** The keys of a span. */
export function spanKeys({ start, ms }: Span): Required<Pick<RunItem, 'start_time' | 'end_time' | 'duration_seconds' | 'duration_ms'>> {
  const whole = Math.round(ms)
  return { start_time: start.toISOString(), end_time: new Date(start.getTime() + whole).toISOString(), duration_seconds: whole / 1000, duration_ms: whole }
}

/** The item of a run that has ended. `askedModel` stands in where the CLI does not tell which model answered. */
export function runItem(result: RunResult, span: Span, askedModel?: string): RunItem {
  const { backend, content, error, usage, session_id, backend_session_id, cost_usd, turn_count, stop_reason, structured_output, warnings, fallback } = result
  const model = result.model ?? askedModel
  return {
    backend,
    ...outcome(error),
    ...(content === '' ? {} : { output: content }),
    ...defined({ model, session_id, backend_session_id, token_usage: usage, cost_usd, turn_count, stop_reason, structured_output, warnings, fallback }),
    ...spanKeys(span),
  }
}

/** The item of a run that could not start; without a span, of one that was cancelled before. */
export function failedItem(backend: string, error: Parameters<typeof errorBody>[0], span?: Span): RunItem {
  return { backend, ...outcome(error), ...(span === undefined ? {} : spanKeys(span)) }
}

function outcome(error: Parameters<typeof errorBody>[0] | undefined): Pick<RunItem, 'status' | 'exit_code' | 'error'> {
  if (error === undefined) return { status: 'completed', exit_code: 0 }
  if (error.code === 'cancelled') return { status: 'cancelled', exit_code: -1, error: errorBody(error) }
  return { status: 'failed', exit_code: exitCode(error), error: errorBody(error) }
}
