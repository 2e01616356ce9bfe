/** An object of unknown members. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The object in a line, or undefined for anything else. */
export function parseObject(line: string): JsonObject | undefined {
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    return asObject(JSON.parse(line))
  } catch {
    return undefined // not for us: the CLI's own logging, or a line cut by a kill
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
