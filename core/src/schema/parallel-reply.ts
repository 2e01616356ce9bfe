import { runItemFields, runItemRequired, totalSpanFields, totalSpanRequired } from './run-item.ts'

const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const

/** What became of a list of tasks. */
export const parallelReplySchema = {
  type: 'object',
  required: ['total_tasks', 'completed', 'failed', 'cancelled', 'max_parallel', 'fail_fast', 'results', ...totalSpanRequired],
  properties: {
    total_tasks: count,
    completed: count,
    failed: count,
    cancelled: count,
    max_parallel: { type: 'integer', minimum: 1, description: 'How many ran at the same time.' },
    fail_fast: { type: 'boolean' },
    dry_run: { type: 'boolean' },
    ...totalSpanFields,
    results: {
      type: 'array',
      description: 'One a task, in their order.',
      items: {
        type: 'object',
        required: ['index', ...runItemRequired],
        properties: {
          index: { type: 'integer', minimum: 0, description: 'Its place in the list, from 0.' },
          task_id: text,
          task_name: text,
          tags: { type: 'array', items: text },
          meta: { type: 'object', description: 'As it was sent.' },
          metadata: { type: 'object', additionalProperties: text },
          ...runItemFields,
        },
      },
    },
  },
} as const
