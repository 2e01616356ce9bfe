import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../../schema/is-record.ts'
import type { Picture } from '../compatible/image-source.ts'

/** A member of an object of the wire. */
export type Json = Readonly<Record<string, unknown>>

/** What a message says. */
export interface Content {
  readonly text: string
  readonly images: readonly Picture[]
}

/** The content of a message: a text, or a list of parts, each read by `part`. Errors: `invalid_request`, and what `part` throws. */
export function contentOf(value: unknown, at: string, part: (part: Json, at: string) => string | Picture): Content {
  if (value === undefined || value === null) return { text: '', images: [] }
  if (typeof value === 'string') return { text: value, images: [] }
  if (!Array.isArray(value)) throw wrong('the content of a message must be a text or a list of parts', 'Send a text.', at)
  const parts = value.map((one: unknown, index) => {
    if (!isRecord(one)) throw wrong('a content part must be an object', 'Send an object with a type and a text.', `${at}.${index}`)
    return part(one, `${at}.${index}`)
  })
  return { text: parts.flatMap((one) => (typeof one === 'string' ? [one] : [])).join('\n'), images: parts.filter((one) => typeof one !== 'string') }
}

/** Errors: `invalid_request`. */
export function textOf(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw wrong('a content part lacks its text', 'Send a text.', at)
}

/** What an assistant asked of a tool in an earlier turn, in words: the answer to it makes no sense without. */
export function calledTool(name: unknown, args: unknown): string {
  return `[called the tool ${String(name)} with ${typeof args === 'string' ? args : JSON.stringify(args)}]`
}

/** Something in a request is not what it must be. */
export function wrong(message: string, hint: string, location: string): ClinvkError {
  return new ClinvkError('invalid_request', message, { hint, details: { location } })
}

/** Something in a request is known, and no CLI can be given it. */
export function unsupportedPart(message: string, hint: string, location: string): ClinvkError {
  return new ClinvkError('unsupported', message, { hint, details: { location } })
}
