import { runItemFields, runItemRequired, totalSpanFields, totalSpanRequired } from './run-item.ts'

const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const

/** What several backends said to one prompt. */
export const compareReplySchema = {
  type: 'object',
  required: ['prompt', 'backends', 'completed', 'failed', 'cancelled', 'results', ...totalSpanRequired],
  properties: {
    prompt: text,
    backends: { type: 'array', items: text, description: 'Those that were asked.' },
    skipped: {
      type: 'array',
      description: 'With `all_backends`: those that were left out.',
      items: { type: 'object', required: ['backend', 'reason'], properties: { backend: text, reason: text } },
    },
    completed: count,
    failed: count,
    cancelled: count,
    dry_run: { type: 'boolean' },
    ...totalSpanFields,
    results: {
      type: 'array',
      description: 'One a backend, in their order.',
      items: { type: 'object', required: runItemRequired, properties: { metadata: { type: 'object', additionalProperties: text }, tags: { type: 'array', items: text }, ...runItemFields } },
    },
  },
} as const
