import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Document, Node, Pair, YAMLMap } from 'yaml'

/**
 * The text of a configuration file with another value at `path`, or, for `undefined`, without that key and without sections
 * that are then empty. Comments and the order of keys stay. Undefined when there is nothing to remove.
 * Errors: `config_invalid` where the way leads through an alias or a value that is no section.
 */
export async function editText(text: string, path: readonly string[], value: unknown): Promise<string | undefined> {
  const yaml = await import('yaml')
  const { Alias, isMap, isScalar, Pair: NewPair, parseDocument, YAMLMap: NewMap } = yaml
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' }) as Document
  const pairAt = (map: YAMLMap, key: string): Pair | undefined => map.items.find((item) => String(item.key).toLowerCase() === key.toLowerCase())
  const asMap = (node: unknown): YAMLMap => {
    if (isMap(node)) return node
    if (node instanceof Alias) throw throughAlias(path)
    const map = new NewMap(document.schema)
    // A section that holds nothing but comments.
    if (isScalar(node)) Object.assign(map, { commentBefore: node.comment ?? node.commentBefore })
    if (node !== null && node !== undefined && !(isScalar(node) && node.value === null)) throw noSection(path)
    return map
  }

  const root = asMap(document.contents)
  if (value === undefined) {
    const removed = remove(root, path)
    if (!removed) return undefined
  } else {
    let map = root
    for (const key of path.slice(0, -1)) {
      const pair = pairAt(map, key)
      const next = asMap(pair?.value)
      if (pair === undefined) map.items.push(new NewPair(document.createNode(key), next))
      else pair.value = next
      map = next
    }
    const key = path.at(-1) as string
    const pair = pairAt(map, key)
    const node = document.createNode(value)
    if (pair === undefined) map.items.push(new NewPair(document.createNode(key), node))
    else {
      if (isScalar(pair.value) && isScalar(node)) Object.assign(node, { comment: pair.value.comment, commentBefore: pair.value.commentBefore })
      pair.value = node
    }
  }
  document.contents = root.items.length === 0 ? null : root
  const result = root.items.length === 0 ? commentsOf(text) : document.toString({ lineWidth: 0 })
  return text.includes('\r\n') ? result.replaceAll(/\r?\n/g, '\r\n') : result

  function remove(map: YAMLMap, keys: readonly string[]): boolean {
    const [key, ...rest] = keys as [string, ...string[]]
    const pair = pairAt(map, key)
    if (pair === undefined) return false
    if (rest.length > 0) {
      if (pair.value instanceof Alias) throw throughAlias(path)
      if (!isMap(pair.value) || !remove(pair.value, rest)) return false
      if (pair.value.items.length > 0) return true
    }
    const index = map.items.indexOf(pair)
    map.items.splice(index, 1)
    keepComments(map, index, [pair.key, rest.length > 0 ? pair.value : undefined])
    return true
  }
}

/** Whole lines of comments stay when the key below them goes: nobody but their author knows what they are about. */
function keepComments(map: YAMLMap, index: number, nodes: readonly unknown[]): void {
  const texts = nodes.flatMap((node) => [(node as Partial<Node> | undefined)?.commentBefore, (node as Partial<YAMLMap> | undefined)?.items?.length === 0 ? (node as Partial<Node>).comment : undefined])
  const join = (...parts: readonly (string | null | undefined)[]) => parts.filter((part) => part !== null && part !== undefined && part !== '').join('\n')
  const own = join(...texts)
  if (own === '') return
  const next = map.items[index]?.key as Partial<Node> | undefined
  if (next === undefined) map.comment = join(map.comment, own)
  else next.commentBefore = join(own, next.commentBefore)
}

/** What is left of a file without any key. */
function commentsOf(text: string): string {
  return text.split(/\r?\n/).filter((line) => /^\s*#/.test(line)).map((line) => `${line}\n`).join('')
}

function throughAlias(path: readonly string[]): ClinvkError {
  return new ClinvkError('config_invalid', `cannot change ${path.join('.')}: it stands behind an alias (*name), which other keys share`, { hint: 'Write the section out, with clinvk config edit.' })
}

function noSection(path: readonly string[]): ClinvkError {
  return new ClinvkError('config_invalid', `cannot set ${path.join('.')}: what stands above it in the file is no section`, { hint: 'Mend the file: clinvk config edit' })
}
