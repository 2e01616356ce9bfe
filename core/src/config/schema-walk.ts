import { configSchema } from '../schema/config.ts'

/** The parts of a JSON schema that defaults, environment names and lenient reading look at. */
export interface SchemaNode {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly default?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: boolean | SchemaNode
  readonly items?: SchemaNode
}

/** The configuration schema as a tree to walk. */
export const configTree: SchemaNode = configSchema

/** The node for one key below `node`; entries of a map (`backends.NAME`) share one. */
export function childNode(node: SchemaNode | undefined, key: string): SchemaNode | undefined {
  const properties = node?.properties ?? {}
  if (Object.hasOwn(properties, key)) return properties[key]
  return typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined
}

/** True for a section whose keys no schema of ours names. */
export function isOpenSection(node: SchemaNode): boolean {
  return node.type === 'object' && node.properties === undefined && typeof node.additionalProperties !== 'object' && node.additionalProperties !== false
}
