/** Section `breaker` of the configuration: when a backend that keeps failing is left alone for a while. */
export const breakerConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['enabled', 'failures', 'open_secs', 'successes'],
  properties: {
    enabled: { type: 'boolean', default: true, description: 'Leave a backend alone for a while when its model service keeps failing.' },
    failures: { type: 'integer', minimum: 1, default: 5, description: 'Failures in a row after which a backend is left alone.' },
    open_secs: { type: 'integer', minimum: 1, maximum: 86400, default: 30, description: 'How long it is left alone before one run tries it.' },
    successes: { type: 'integer', minimum: 1, default: 2, description: 'Such runs in a row that have to succeed before it is asked as before.' },
  },
} as const
