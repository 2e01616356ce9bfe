/** The backends, without what only people at the machine need to know. */
export const backendListSchema = {
  type: 'object',
  required: ['backends'],
  properties: {
    backends: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'available', 'enabled'],
        properties: { name: { type: 'string' }, available: { type: 'boolean', description: 'Its CLI is installed.' }, enabled: { type: 'boolean' } },
      },
    },
  },
} as const
