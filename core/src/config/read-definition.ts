import { ClinvkError } from '@clinvk/plugin-sdk'
import { type ChainDefinition, chainSchema } from '../schema/chain.ts'
import { type CompareDefinition, compareSchema } from '../schema/compare.ts'
import type { Locate } from '../schema/locate.ts'
import { type ParallelDefinition, parallelSchema } from '../schema/parallel.ts'
import { isRecord } from '../schema/is-record.ts'
import { describeViolation, type Problem, type Violation } from '../schema/violation.ts'
import type { DefinitionText, Position } from './definition-text.ts'

/** A checking function written from a schema. */
interface Validator {
  (data: unknown): boolean
  errors?: readonly Problem[] | null
}

/** What is known of one kind of definition. */
interface Kind {
  /** In "failed to parse ...". */
  readonly noun: string
  readonly schema: object
  /** The key that a bare list is meant for. */
  readonly list?: string
  readonly validator: () => Promise<{ readonly default: unknown }>
}

/** The kinds of definitions, with what they hold. */
export interface Definitions {
  readonly chain: ChainDefinition
  readonly compare: CompareDefinition
  readonly parallel: ParallelDefinition
}

const kinds: { readonly [Name in keyof Definitions]: Kind } = {
  chain: { noun: 'chain definition', schema: chainSchema, list: 'steps', validator: () => import('../../generated/validate-chain.js') },
  compare: { noun: 'comparison', schema: compareSchema, validator: () => import('../../generated/validate-compare.js') },
  parallel: { noun: 'tasks', schema: parallelSchema, list: 'tasks', validator: () => import('../../generated/validate-parallel.js') },
}

/** The longest definition, bytes of UTF-8: as much as a request over HTTP may bring. */
export const longestDefinition = 10 * 1024 * 1024

/**
 * Reads and checks a definition in JSON, YAML or JSONL. A bare list stands for a definition with nothing but that list, and a lone
 * object with a prompt for a list of one. `name` is the file, for messages.
 * Errors: `invalid_request` as `failed to parse tasks: FILE:LINE:COLUMN: what`; `payload_too_large` over 10 MiB.
 */
export async function readDefinition<Name extends keyof Definitions>(kind: Name, text: string, name: string): Promise<Definitions[Name]> {
  return (await locateDefinition(kind, text, name)).definition
}

/** The same, with what tells the place of each part: for what is found wrong later. */
export async function locateDefinition<Name extends keyof Definitions>(kind: Name, text: string, name: string): Promise<{ readonly definition: Definitions[Name]; readonly locate: Locate }> {
  const { noun, list } = kinds[kind]
  const bytes = Buffer.byteLength(text)
  if (bytes > longestDefinition) {
    throw new ClinvkError('payload_too_large', `failed to parse ${noun}: ${name} has ${bytes} bytes; ${longestDefinition} are allowed`, { hint: 'Split it into several.' })
  }
  const fail = (problem: string, { line, column }: Position, hint = 'Mend the line; JSON, YAML and JSONL are read.') =>
    new ClinvkError('invalid_request', `failed to parse ${noun}: ${name}:${line}:${column}: ${problem}`, { hint, details: { line, column } })
  const { looksLikeJsonLines, parseDefinition } = await import('./definition-text.ts')
  const parsed = parseDefinition(text, /\.(jsonl|ndjson)$/i.test(name) || looksLikeJsonLines(text), fail)
  const { value, written } = whole(parsed, list)
  const violation = await checkDefinition(kind, value)
  const locate: Locate = (place, within) => {
    const { line, column } = parsed.position(place.slice(written), 'value', within)
    return { label: `${name}:${line}:${column}`, details: { line, column } }
  }
  if (violation === undefined) return { definition: value as Definitions[Name], locate }
  const { path, unknownKey, message, hint } = violation
  throw fail(message, parsed.position(path.slice(written), unknownKey ? 'key' : 'value'), hint)
}

/** The first thing that is wrong with a definition that did not come as a file; undefined: it is one. */
export async function checkDefinition(kind: keyof Definitions, value: unknown): Promise<Violation | undefined> {
  const { schema, validator } = kinds[kind]
  const validate = (await validator()).default as Validator
  return validate(value) ? undefined : describeViolation(validate.errors?.[0] as Problem, schema, value)
}

/** The definition that a short form stands for; `written`: how much of a path into it is not in the text. */
function whole({ value }: DefinitionText, list: string | undefined): { readonly value: unknown; readonly written: number } {
  if (list === undefined) return { value, written: 0 }
  if (Array.isArray(value)) return { value: { [list]: value as unknown[] }, written: 1 }
  if (isRecord(value) && Object.hasOwn(value, 'prompt') && !Object.hasOwn(value, list)) return { value: { [list]: [value] }, written: 2 }
  return { value, written: 0 }
}
