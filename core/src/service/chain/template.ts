import { ClinvkError } from '@clinvk/plugin-sdk'

/** What a step's prompt can name between `{{` and `}}`. */
type Named =
  | { readonly kind: 'previous' | 'input' | 'session' }
  /** By name or, as digits, by number from 1. */
  | { readonly kind: 'step'; readonly step: string; readonly field: 'output' | 'error' }

/** A place to fill in. */
export type Reference = Named & {
  /** As it is written, braces included. */
  readonly text: string
}

/** A text with places to fill in. */
export type Template = readonly (string | Reference)[]

/** What is wrong with a text, and where. */
export interface TemplateProblem {
  /** The reference as it is written, or the beginning of one that does not end. */
  readonly text: string
  readonly message: string
  readonly hint: string
}

/** No prompt is longer: as much as clinvk takes from its standard input. Also keeps a chain that doubles its text in each step from filling the memory. */
const maxLength = 64 * 1024 * 1024
const known = '{{previous}}, {{input}}, {{session}}, {{steps.NAME.output}} and {{steps.NAME.error}}'

/**
 * Takes a text apart, in one pass. `{{{{` stands for the text `{{`; any other `{{` must begin a reference, so that a
 * mistyped one never reaches a model. Spaces around the name do not count.
 */
export function parseTemplate(text: string): { readonly template: Template } | { readonly problem: TemplateProblem } {
  const template: (string | Reference)[] = []
  let from = 0
  for (;;) {
    const at = text.indexOf('{{', from)
    if (at === -1) break
    if (at > from) template.push(text.slice(from, at))
    if (text.startsWith('{{', at + 2)) {
      template.push('{{')
      from = at + 4
      continue
    }
    const end = text.indexOf('}}', at + 2)
    const written = end === -1 ? text.slice(at, at + 40) : text.slice(at, end + 2)
    const named = end === -1 ? undefined : reference(written.slice(2, -2).trim())
    if (named === undefined) return { problem: problem(written, end !== -1) }
    template.push({ ...named, text: written })
    from = end + 2
  }
  if (from < text.length) template.push(text.slice(from))
  return { template }
}

/**
 * The text with every reference replaced. What is put in is never looked at: an answer that holds `{{previous}}` stays as it is.
 * Errors: `payload_too_large` above 64 Mi characters, before the text is made.
 */
export function fillTemplate(template: Template, valueOf: (reference: Reference) => string): string {
  const pieces = template.map((part) => (typeof part === 'string' ? part : valueOf(part)))
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (length > maxLength) {
    throw new ClinvkError('payload_too_large', `the step's text would have ${length} characters; clinvk takes at most ${maxLength}`, {
      hint: 'Let the steps before answer shorter, or hand their work on in files.',
      details: { length, limit: maxLength },
    })
  }
  return pieces.join('')
}

function reference(name: string): Named | undefined {
  if (name === 'previous' || name === 'input' || name === 'session') return { kind: name }
  // The name of a step may hold dots and spaces.
  const [, step, field] = /^steps\.(.+)\.(output|error)$/s.exec(name) ?? []
  return step === undefined ? undefined : { kind: 'step', step, field: field as 'output' | 'error' }
}

/** Only what looks like a mistyped name is quoted: the rest is a piece of a prompt. */
function problem(text: string, closed: boolean): TemplateProblem {
  const literal = 'For the text "{{" itself write "{{{{".'
  if (!closed) return { text, message: 'a "{{" is not closed by "}}"', hint: literal }
  const name = text.slice(2, -2).trim()
  return { text, message: /^[\w.-]{1,40}$/.test(name) ? `unknown reference {{${name}}}` : 'unknown reference between "{{" and "}}"', hint: `There are ${known}. ${literal}` }
}
