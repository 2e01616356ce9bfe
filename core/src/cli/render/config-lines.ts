import { fitWidth } from './fit-width.ts'
import { jsonText } from './json-text.ts'

/** How a configuration is laid out. */
export interface ConfigLayout {
  /** Columns of the terminal. */
  readonly columns: number
  /** What is said about a value, by its dotted key. */
  readonly note?: (key: string) => string | undefined
}

/** A section as YAML, values cut to the terminal. Texts that could drive a terminal are written as JSON writes them. */
export function configLines(section: Readonly<Record<string, unknown>>, layout: ConfigLayout, path: readonly string[] = []): string {
  return Object.entries(section)
    .flatMap(([key, value]) => entryLines(key, value, layout, path))
    .join('\n')
}

/** A single value for a script: a text as it is, an entry of a list on each line, nothing for null. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(plainValue).join('\n')
  if (typeof value === 'object') return configLines(value as Record<string, unknown>, { columns: Number.POSITIVE_INFINITY })
  return typeof value === 'string' ? value : jsonText(value)
}

function entryLines(key: string, value: unknown, layout: ConfigLayout, path: readonly string[]): string[] {
  const here = [...path, key]
  const indent = '  '.repeat(path.length)
  if (isSection(value) && Object.keys(value).length > 0) return [`${indent}${scalar(key)}:`, configLines(value, layout, here)]
  const begin = `${indent}${scalar(key)}: `
  const note = layout.note?.(here.join('.'))
  const list = Array.isArray(value) && value.length > 0 ? value.map(inline) : []
  const text = inline(value)
  if (list.length > 0 && begin.length + text.length > layout.columns) {
    return noted(begin.trimEnd(), list.map((entry) => cut(`${indent}  - `, entry, layout.columns)), note, indent, layout.columns)
  }
  return noted(cut(begin, text, layout.columns), [], note, indent, layout.columns)
}

/** The note stands behind the value where there is room, else on a line of its own. */
function noted(first: string, more: readonly string[], note: string | undefined, indent: string, columns: number): string[] {
  if (note === undefined) return [first, ...more]
  const line = `${first.padEnd(34)}  # ${note}`
  return line.length <= columns ? [line, ...more] : [cut(`${indent}# `, note, columns), first, ...more]
}

function cut(begin: string, text: string, columns: number): string {
  return columns === Number.POSITIVE_INFINITY ? begin + text : begin + fitWidth(text, Math.max(8, columns - begin.length))
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (isSection(value)) return `{${Object.entries(value).map(([key, child]) => `${scalar(key)}: ${inline(child)}`).join(', ')}}`
  return typeof value === 'string' ? scalar(value) : jsonText(value)
}

/** Without quotes where YAML reads it back as the same text. */
function scalar(text: string): string {
  const plain = /^[a-z/~][\w./@+=~-]*(?:[:][\w./@+=~-]+)*$/i.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n|~)$/i.test(text)
  return plain ? text : jsonText(text)
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
