import { errorFields, runReplySchema } from './run-reply.ts'

const { session_id, backend_session_id, model, token_usage, cost_usd, turn_count, stop_reason, structured_output, warnings, command, fallback } = runReplySchema.properties
const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const

/** When something took place. Absent of a run that never began. */
const spanFields = {
  start_time: { type: 'string', description: 'RFC 3339, UTC.' },
  end_time: { type: 'string', description: 'RFC 3339, UTC.' },
  duration_seconds: { type: 'number', minimum: 0 },
  duration_ms: count,
} as const

/** How one run of several ended. */
export const runItemFields = {
  backend: text,
  status: { type: 'string', enum: ['completed', 'failed', 'cancelled'] },
  exit_code: { type: 'integer', description: '0 after a success, -1 of a run that was cancelled.' },
  error: { ...errorFields, description: 'Why it did not complete.' },
  output: { type: 'string', description: 'The answer; after a failure what had come of it. Absent where there is none.' },
  model, session_id, backend_session_id, token_usage, cost_usd, turn_count, stop_reason, structured_output, warnings, fallback,
  dry_run: { type: 'boolean' },
  command,
  ...spanFields,
} as const

export const runItemRequired = ['backend', 'status', 'exit_code'] as const

/** When a list of runs took place. */
export const totalSpanFields = { total_duration_seconds: { type: 'number', minimum: 0 }, total_duration_ms: count, start_time: spanFields.start_time, end_time: spanFields.end_time } as const

export const totalSpanRequired = ['total_duration_seconds', 'total_duration_ms', 'start_time', 'end_time'] as const
