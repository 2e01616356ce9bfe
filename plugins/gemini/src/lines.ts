import { isObject } from './settings.ts'

/** One line of the CLI's JSON output. Members as in 0.61.0; older spellings are read too. */
export interface OutputLine {
  readonly type: string
  readonly [member: string]: unknown
}

/** The line as an object with a `type`, or undefined for anything else that stands on stdout. */
export function parseLine(text: string): OutputLine | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && typeof value['type'] === 'string' ? (value as OutputLine) : undefined
  } catch {
    return undefined // not ours: an MCP server's or a hook's output
  }
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0
}

export function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}
