const count = { type: 'integer', minimum: 0 } as const

/** Tokens of a run, or of all runs of a session. */
export const tokenUsageFields = {
  type: 'object',
  required: ['input_tokens', 'output_tokens'],
  properties: { input_tokens: count, output_tokens: count, total_tokens: count, cached_tokens: count, cache_write_tokens: count, reasoning_tokens: count },
} as const

/** A failure in JSON. */
export const errorFields = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', description: 'One of the codes in the reference of errors.' },
    message: { type: 'string' },
    hint: { type: 'string', description: 'One thing to do.' },
    backend: { type: 'string' },
    details: { type: 'object', description: 'Facts for machines.' },
  },
} as const

/** The answer of a run. */
export const runReplySchema = {
  type: 'object',
  required: ['backend', 'exit_code', 'duration_ms', 'output'],
  properties: {
    session_id: { type: 'string', description: "clinvk's own id; absent for a run that is not kept." },
    backend: { type: 'string' },
    exit_code: { type: 'integer', description: '0 after a success.' },
    duration_ms: count,
    output: { type: 'string', description: 'The answer.' },
    model: { type: 'string', description: 'The model that answered.' },
    backend_session_id: { type: 'string' },
    token_usage: { ...tokenUsageFields, required: ['input_tokens', 'output_tokens', 'total_tokens'] },
    cost_usd: { type: 'number' },
    turn_count: count,
    stop_reason: { type: 'string' },
    structured_output: { description: 'Where the backend gave one.' },
    warnings: { type: 'array', items: { type: 'string' } },
    metadata: { type: 'object', additionalProperties: { type: 'string' } },
    command: { type: 'string', description: 'The command; with `verbose` or `dry_run`.' },
    fallback: { type: 'array', description: 'Backends that were tried in vain before this one.', items: { type: 'object', properties: { backend: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } } } },
    dry_run: { type: 'boolean' },
    error: errorFields,
  },
} as const
