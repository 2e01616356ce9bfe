/** Section `plugins` of the configuration. */
export const pluginsConfigSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['allow'],
  properties: {
    allow: { type: 'array', items: { type: 'string' }, default: [], description: 'Names of packages that may be installed and used as plugins, or patterns such as `@acme/*`; empty: all.' },
  },
} as const
