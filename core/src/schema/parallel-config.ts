/** Section `parallel` of the configuration. */
export const parallelConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['max_workers', 'fail_fast', 'aggregate_output'],
  properties: {
    max_workers: { type: 'integer', minimum: 1, default: 3, description: 'Tasks of `clinvk parallel` at the same time.' },
    fail_fast: { type: 'boolean', default: false, description: 'The first task that fails ends all the others.' },
    aggregate_output: { type: 'boolean', default: true, description: 'Print a table of all tasks at the end; false: only those that failed.' },
  },
} as const
