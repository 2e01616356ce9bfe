/** Section `parallel` of the configuration. A key without a description has no effect yet. */
export const parallelConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['max_workers', 'fail_fast', 'aggregate_output'],
  properties: {
    max_workers: { type: 'integer', minimum: 1, default: 3 },
    fail_fast: { type: 'boolean', default: false },
    aggregate_output: { type: 'boolean', default: true },
  },
} as const
