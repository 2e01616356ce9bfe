import { configTree, type SchemaNode } from './schema-walk.ts'

/** A fresh tree of all defaults, for `rc` writes into what it is given. Sections without any default are absent. */
export function configDefaults(node: SchemaNode = configTree): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (child.default !== undefined) result[key] = structuredClone(child.default)
    else if (child.properties !== undefined) {
      const section = configDefaults(child)
      if (Object.keys(section).length > 0) result[key] = section
    }
  }
  return result
}
