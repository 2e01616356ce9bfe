import { isRecord } from '../schema/is-record.ts'
import { childNode, configTree, type SchemaNode } from './schema-walk.ts'

/**
 * Reads values the way the original did: keys in any case, `"true"` and `"3"` as what the key wants, a comma list where a
 * list is wanted. What does not fit stays as it is, for the validation to name.
 */
export function lenient(value: unknown, node: SchemaNode | undefined = configTree): unknown {
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key.toLowerCase(), lenient(child, childNode(node, key.toLowerCase()))]))
  }
  if (typeof value !== 'string') return value
  switch (node?.type) {
    case 'boolean':
      return booleans[value.toLowerCase()] ?? value
    case 'integer':
      return /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value
    case 'array':
      return splitList(value)
    default:
      return value
  }
}

const booleans: Readonly<Record<string, boolean>> = { true: true, false: false, yes: true, no: false, on: true, off: false, 1: true, 0: false }

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
