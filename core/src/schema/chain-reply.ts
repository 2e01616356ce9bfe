import { chainSchema } from './chain.ts'
import { compareReplySchema } from './compare-reply.ts'
import { parallelReplySchema } from './parallel-reply.ts'
import { runItemFields, runItemRequired, totalSpanFields, totalSpanRequired } from './run-item.ts'

const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const
const { when, retry, session } = chainSchema.properties.steps.items.properties

/** What became of a list of steps. */
export const chainReplySchema = {
  type: 'object',
  required: ['total_steps', 'completed_steps', 'results', ...totalSpanRequired],
  properties: {
    total_steps: count,
    completed_steps: count,
    failed_step: { type: 'integer', minimum: 1, description: 'The last step that failed, from 1.' },
    cancelled: { type: 'boolean' },
    dry_run: { type: 'boolean' },
    ...totalSpanFields,
    results: {
      type: 'array',
      description: 'In order: the steps that ran, and those that their condition left out. The chain may have stopped before others.',
      items: {
        type: 'object',
        required: ['step', ...runItemRequired],
        properties: {
          step: { type: 'integer', minimum: 1 },
          name: text,
          ...runItemFields,
          backend: { type: 'string', description: 'Of a step that runs several prompts: `parallel` or `compare`.' },
          status: { type: 'string', enum: ['completed', 'failed', 'cancelled', 'skipped'] },
          attempts: { type: 'integer', minimum: 2, description: 'How often it was tried, where that was more than once.' },
          metadata: { type: 'object', additionalProperties: text },
          working_dir: { type: 'string', description: 'Of a dry run.' },
          when, retry, session,
          timeout_secs: { type: 'number', minimum: 0 },
          parallel: { ...parallelReplySchema, description: 'What became of its tasks.' },
          compare: { ...compareReplySchema, description: 'What became of its comparison.' },
        },
      },
    },
  },
} as const
