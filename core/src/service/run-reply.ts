import type { TokenUsage } from '@clinvk/plugin-sdk'
import { type ErrorBody, errorBody } from './error-body.ts'
import { exitCode } from './exit-code.ts'
import type { RunResult } from './fold-events.ts'

/** A finished run as it is told over HTTP and MCP. */
export interface RunReply {
  /** clinvk's own id; absent for a run that is not kept. */
  readonly session_id?: string
  readonly backend: string
  /** 0 after a success, else what the command line would end with. */
  readonly exit_code: number
  readonly duration_ms: number
  /** The answer; after a failure what had come of it. */
  readonly output: string
  readonly model?: string
  readonly backend_session_id?: string
  readonly token_usage?: TokenUsage & { readonly total_tokens: number }
  readonly cost_usd?: number
  readonly turn_count?: number
  readonly stop_reason?: string
  readonly structured_output?: unknown
  readonly warnings?: readonly string[]
  readonly metadata?: Readonly<Record<string, string>>
  /** The command that was run; only where `verbose` asked for it. */
  readonly command?: string
  /** Backends that were tried in vain before this one. */
  readonly fallback?: RunResult['fallback']
  readonly error?: ErrorBody
}

/** A result with the names of the wire. */
export function runReply({ content, duration_seconds: seconds, usage, error, backend_state: _state, ...rest }: RunResult, more: Pick<RunReply, 'metadata' | 'command'> = {}): RunReply {
  return {
    ...rest,
    exit_code: exitCode(error),
    duration_ms: Math.round(seconds * 1000),
    output: content,
    ...(usage === undefined ? {} : { token_usage: usage }),
    ...more,
    ...(error === undefined ? {} : { error: errorBody(error, rest.backend) }),
  }
}
