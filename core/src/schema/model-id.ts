/** The id of a model. It becomes an argument of a CLI, so it has an end, and no control characters. */
export const modelId = { type: 'string', pattern: '^[^\\u0000-\\u001f\\u007f]{0,256}$' } as const
