import { ClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import { shortened } from './problem.ts'
import { childNode, configTree, isOpenSection, type SchemaNode } from './schema-walk.ts'

/** A key of the configuration: one value, or a whole section. */
export interface ConfigKey {
  /** The way to it; in small letters as far as the schema goes. */
  readonly path: readonly string[]
  /** What may stand there. Absent inside a section that the schema leaves open. */
  readonly node?: SchemaNode
}

/** The key of a dotted name in any case, such as `output.format`. Errors: `invalid_request` naming the nearest known one. */
export function findKey(name: string): ConfigKey {
  const path: string[] = []
  let node: SchemaNode | undefined = configTree
  for (const part of name.split('.')) {
    const open: boolean = node === undefined || (node !== configTree && isOpenSection(node))
    const key: string = open ? part : part.toLowerCase()
    const child: SchemaNode | undefined = open ? undefined : childNode(node, key)
    if (key === '' || (child === undefined && !open)) throw unknownKey(name, path, node, key)
    path.push(key)
    node = child
  }
  return { path, ...(node === undefined ? {} : { node }) }
}

function unknownKey(name: string, before: readonly string[], parent: SchemaNode | undefined, part: string): ClinvkError {
  const sibling = nearestName(part, Object.keys(parent?.properties ?? {}))
  const near = sibling === undefined ? elsewhere(name.toLowerCase()) : [...before, sibling].join('.')
  return new ClinvkError('invalid_request', `unknown key "${shortened(name)}"`, {
    hint: near === undefined ? 'See all keys with: clinvk config show' : `Did you mean "${near}"?`,
    details: { key: shortened(name), ...(near === undefined ? {} : { nearest: near }) },
  })
}

/** A key of another section that ends in the same word, or nearly so: `format` is `output.format`. */
function elsewhere(name: string): string | undefined {
  const last = name.split('.').at(-1) ?? ''
  const keys = allKeys(configTree, [])
  return keys.find((key) => key.endsWith(`.${last}`)) ?? nearestName(name, keys) ?? keys.find((key) => nearestName(last, [key.split('.').at(-1) ?? '']) !== undefined)
}

function allKeys(node: SchemaNode, path: readonly string[]): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => [[...path, key].join('.'), ...allKeys(child, [...path, key])])
}
