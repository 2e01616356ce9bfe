import { isRecord } from '../schema/is-record.ts'
import { childNode, configTree, isOpenSection, type SchemaNode } from './schema-walk.ts'

/**
 * Reads values the way the original did: keys in any case, `"true"` and `"3"` as what the key wants, a comma list where a
 * list is wanted. A known key without a value, and an empty text where only certain texts are allowed, are as good as absent.
 * What does not fit stays as it is, for the validation to name.
 */
export function lenient(value: unknown, node: SchemaNode | undefined = configTree): unknown {
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([written, child]) => {
        const key = written.toLowerCase()
        const inner = childNode(node, key)
        if (isAbsent(child, inner)) return []
        // Keys that no schema of ours names may be told apart by their case.
        return [[key, inner !== undefined && isOpenSection(inner) ? child : lenient(child, inner)]]
      }),
    )
  }
  if (typeof value !== 'string') return value
  switch (node?.type) {
    case 'boolean':
      return booleans.get(value.toLowerCase()) ?? value
    case 'integer':
      return /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value
    case 'array':
      return splitList(value)
    default:
      return value
  }
}

const booleans = new Map([['true', true], ['false', false], ['yes', true], ['no', false], ['on', true], ['off', false], ['1', true], ['0', false]])

function isAbsent(value: unknown, node: SchemaNode | undefined): boolean {
  if (node === undefined) return false // an unknown key is named by the validation, whatever its value
  return value === null || (value === '' && node.default !== '' && (node.enum !== undefined || node.pattern !== undefined))
}

/** A comma list; commas inside parentheses belong to the entry: `Bash(git log:a,b),Read`. */
export function splitList(text: string): string[] {
  const entries: string[] = ['']
  let depth = 0
  for (const letter of text) {
    if (letter === '(') depth += 1
    if (letter === ')') depth = Math.max(0, depth - 1)
    if (letter === ',' && depth === 0) entries.push('')
    else entries[entries.length - 1] += letter
  }
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
}
