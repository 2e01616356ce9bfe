/** A JSON object that somebody else wrote: each member may be absent or of another type. */
export type Json = Readonly<Record<string, unknown>>

/** The value when it is an object, else an empty one. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** The objects in an array; nothing for anything else. */
export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The object on a line of output, or undefined for anything that is none. */
export function parseObject(line: string): Json | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return object(JSON.parse(line))
  } catch {
    return undefined // a line that something else printed between the events
  }
}
