/**
 * The id of a model. It becomes an argument of a CLI, so it has an end, and no control characters. The pattern is one that every kind of
 * regular expression reads: the schemas of MCP tools go to the services of models.
 */
export const modelId = { type: 'string', pattern: '^[^\\x00-\\x1f\\x7f]{0,256}$' } as const
