import type { ErrorCode, ErrorDetails } from './errors.ts'

/**
 * Tokens of one run, never running totals. `input_tokens` counts everything the model read, so `cached_tokens` (read from a
 * cache) and `cache_write_tokens` are parts of it; `reasoning_tokens` are part of `output_tokens`.
 */
export interface TokenUsage {
  input_tokens: number
  output_tokens: number
  cached_tokens?: number
  cache_write_tokens?: number
  reasoning_tokens?: number
}

/** What each event type carries. Names and keys are the ones on the wire. */
export interface EventContent {
  /** The CLI is up; only `warning`, `retry` and `progress` may come before. `model` as far as the CLI tells at that point. */
  init: { model?: string; backend_session_id?: string; working_dir?: string }
  /**
   * Text of the answer. Partial texts with one `id` are appended to each other; a text without `is_partial` is the whole
   * message and replaces the partial ones of its `id` (a CLI may void text of an attempt that failed). The rule in full,
   * also for texts without an `id`: `AnswerText`.
   */
  message: { text: string; id?: string; role?: 'assistant'; is_partial?: boolean }
  /** The model's visible reasoning; same rule for `id` and `is_partial`. */
  thinking: { text: string; id?: string; is_partial?: boolean }
  /** The CLI uses one of its own tools. */
  tool_use: { tool_name: string; tool_id?: string; input?: unknown }
  tool_result: { tool_name: string; tool_id?: string; output?: unknown; is_error?: boolean; error_message?: string }
  /** The run goes on, but not exactly as asked. `code` is for machines, such as `approval_denied`. */
  warning: { message: string; code?: string }
  /** The CLI repeats a failed request to its model. `attempt` counts from 1. */
  retry: { attempt: number; max_attempts?: number; reason: string; delay_ms?: number; reset_at?: string; status?: number }
  progress: { stage: string; percent?: number; message?: string }
  token_usage: TokenUsage
  /** A client tool to answer through the channel. Experimental: only conversations of a channel may yield it. */
  tool_call: { id: string; name: string; input: unknown }
  /** A question to answer through the channel. Experimental: only conversations of a channel may yield it. */
  approval_request: { id: string; tool_name: string; input?: unknown; message?: string }
  /** The run failed. Terminal. `message` names what was attempted; `hint` one thing to do. */
  error: { code: ErrorCode; message: string; hint?: string; details?: ErrorDetails }
  /** The run succeeded. Terminal. */
  done: {
    /** The model that answered. */
    model?: string
    token_usage?: TokenUsage
    /** US dollars of this run. */
    cost_usd?: number
    /** Model steps of this run. */
    turn_count?: number
    stop_reason?: string
    structured_output?: unknown
    /** Up to 4 KiB that the host hands back in `resume.state` of the next run. */
    backend_state?: string
  }
}

/** The name of an event. */
export type EventType = keyof EventContent

/** What a decoder yields. A run has one terminal event: `done` or `error`. */
export type RunEvent = { [Type in EventType]: { readonly type: Type; readonly content: EventContent[Type] } }[EventType]

/** The event on the NDJSON wire: what the decoder yielded, plus where it came from. */
export type WireEvent = RunEvent & {
  readonly backend: string
  /** clinvk's own session id; absent for a run that is not saved. */
  readonly session_id?: string
  /** RFC 3339, UTC, milliseconds. */
  readonly timestamp: string
  /** Counts from 1 within the run. */
  readonly sequence: number
}
