import { isRecord } from './is-record.ts'
import { nearestName } from './nearest-name.ts'

/** What a validator says is wrong. */
export interface Problem {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Keys and indexes from the top of a value to a place in it. */
export type Path = readonly (string | number)[]

/** What is wrong with a value, for people. */
export interface Violation {
  readonly path: Path
  /** The path ends in a key that is not allowed, rather than in a value. */
  readonly unknownKey: boolean
  /** The key that is missing at the path. */
  readonly missing?: string
  readonly message: string
  readonly hint: string
}

const words: Readonly<Record<string, string>> = { string: 'text', integer: 'a whole number', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a mapping', null: 'null' }

/** Puts a validator's problem into words. No text of the value is repeated but one of the few that stand to choice: it may be a prompt. */
export function describeViolation({ instancePath, keyword, message = 'is wrong', params }: Problem, schema: object, value: unknown): Violation {
  const path = pathOf(instancePath, value)
  const at = showPath(path)
  const found = valueAt(value, path)
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params['additionalProperty']), knownKeys(schema, path))
    case 'required': {
      const key = String(params['missingProperty'])
      // A key that is mistyped is missing too; the typing error is what has to be mended. Where any key is allowed, none is mistyped.
      const known = knownKeys(schema, path)
      const mistyped = isRecord(found) && isClosed(schema, path) ? Object.keys(found).find((written) => !known.includes(written)) : undefined
      if (mistyped !== undefined) return unknownKey(path, mistyped, known)
      return { path, unknownKey: false, missing: key, message: `${at} has no "${key}"`, hint: `Add "${key}".` }
    }
    case 'type': {
      const types = [params['type']].flat().map((type) => words[String(type)] ?? String(type))
      return { path, unknownKey: false, message: `${at} must be ${types.join(' or ')}, not ${kindOf(found)}`, hint: (typeof found === 'number' || isRecord(found)) && types.includes('text') ? 'Put it in quotes.' : 'Correct the value, or leave the key out.' }
    }
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String).join(', ')
      const shown = typeof found === 'string' && found.length <= 40 ? JSON.stringify(found) : kindOf(found)
      return { path, unknownKey: false, message: `${at} must be one of: ${allowed}; not ${shown}`, hint: 'Correct the value, or leave the key out.' }
    }
    case 'minimum':
    case 'maximum':
      return { path, unknownKey: false, message: `${at} must be ${String(params['limit'])} or ${keyword === 'minimum' ? 'more' : 'less'}, not ${String(found)}`, hint: 'Correct the value, or leave the key out.' }
    case 'maxItems':
      return { path, unknownKey: false, message: `${at} has ${Array.isArray(found) ? found.length : 'too many'} entries; ${String(params['limit'])} are allowed`, hint: 'Split it into several.' }
    case 'minLength': {
      const least = Number(params['limit'])
      return { path, unknownKey: false, message: least === 1 ? `${at} is empty` : `${at} has fewer than ${least} characters`, hint: 'Correct the value, or leave the key out.' }
    }
    default:
      return { path, unknownKey: false, message: `${at} ${message}`, hint: 'Correct the value, or leave the key out.' }
  }
}

/** So much of a key is repeated. */
const longestKey = 100

function unknownKey(path: Path, written: string, known: readonly string[]): Violation {
  const key = written.length > longestKey ? `${written.slice(0, longestKey)}…` : written
  const near = nearestName(key, known)
  return { path: [...path, key], unknownKey: true, message: `unknown key "${key}" in ${showPath(path)}`, hint: near === undefined ? `Remove it. ${known.length === 0 ? 'There are none here' : `Known are: ${known.join(', ')}`}.` : `Did you mean "${near}"?` }
}

/** `tasks[2].prompt`; the value itself is "the definition". */
export function showPath(path: Path): string {
  if (path.length === 0) return 'the definition'
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('')
}

/** A JSON pointer as keys and indexes; which of the two a number is depends on the value. */
function pathOf(pointer: string, value: unknown): Path {
  let node = value
  return pointer.split('/').slice(1).map((escaped) => {
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    const key = Array.isArray(node) ? Number(part) : part
    node = (node as Record<string | number, unknown> | undefined)?.[key]
    return key
  })
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, part) => (node as Record<string | number, unknown> | undefined)?.[part], value)
}

function isClosed(schema: object, path: Path): boolean {
  const node = schemaAt(schema, path)
  return isRecord(node) && node['additionalProperties'] === false
}

function knownKeys(schema: object, path: Path): string[] {
  const node = schemaAt(schema, path)
  return isRecord(node) && isRecord(node['properties']) ? Object.keys(node['properties']) : []
}

function schemaAt(schema: object, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => {
    if (!isRecord(inner)) return undefined
    if (typeof part === 'number') return inner['items']
    return isRecord(inner['properties']) && Object.hasOwn(inner['properties'], part) ? inner['properties'][part] : inner['additionalProperties']
  }, schema)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'object':
      return 'a mapping'
    case 'string':
      return value === '' ? 'an empty text' : 'a text'
    default:
      return JSON.stringify(value)
  }
}
