import { closeSync, openSync, readSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import { lenient } from './lenient.ts'
import { type ConfigProblem, problemLine } from './problem.ts'

/** A configuration file as read: its text, its values, and where its keys stand. */
export interface ConfigFile {
  readonly path: string
  readonly text: string
  readonly values: Record<string, unknown>
  /** Line of a key path such as `['output', 'format']`, from 1, or of its nearest parent. */
  lineOf(path: readonly string[]): number | undefined
}

/** A larger file is no configuration: what reads YAML takes seconds for it. Bytes. */
const mostBytes = 1024 * 1024

/**
 * Reads a YAML file. Undefined when it is not there and nobody asked for it by name.
 * Errors: `config_invalid` for a missing named file, an unreadable or too large one, broken YAML, or a file that is no mapping.
 */
export async function readConfigFile(path: string, named: boolean): Promise<ConfigFile | undefined> {
  const text = readConfigText(path, named)
  if (text === undefined) return undefined
  const { file, problems } = await parseConfig(path, text)
  if (file !== undefined) return file
  const [first] = problems as readonly [ConfigProblem]
  throw new ClinvkError('config_invalid', problemLine(first), { hint: first.hint })
}

/** The text of a file. Undefined when it is not there and nobody asked for it by name. Errors: `config_invalid`. */
export function readConfigText(path: string, named: boolean): string | undefined {
  try {
    const bytes = readAtMost(path, mostBytes + 1)
    if (bytes.length <= mostBytes) return bytes.toString('utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (!named && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined
    throw new ClinvkError('config_invalid', `cannot read the configuration file ${path} (${code})`, {
      hint: named ? 'Check the path given with --config or CLINVK_CONFIG.' : 'Make the file readable, or remove it.',
      cause,
    })
  }
  throw new ClinvkError('config_invalid', `the configuration file ${path} has more than ${mostBytes} bytes`, { hint: 'Name another file, or take out what is no configuration.' })
}

/** The beginning of a file; of an endless one, too. */
function readAtMost(path: string, most: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const pieces: Buffer[] = []
    for (let left = most; left > 0; ) {
      const piece = Buffer.alloc(Math.min(left, 65_536))
      const count = readSync(file, piece)
      if (count === 0) break
      pieces.push(piece.subarray(0, count))
      left -= count
    }
    return Buffer.concat(pieces)
  } finally {
    closeSync(file)
  }
}

/** Reads the text of a file as YAML: the file, or everything that is wrong with it. */
export async function parseConfig(path: string, text: string): Promise<{ readonly file?: ConfigFile; readonly problems: readonly ConfigProblem[] }> {
  const { isMap, LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  const problems: ConfigProblem[] = []
  const complain = (line: number | undefined, message: string, hint: string) => problems.push({ file: path, ...(line === undefined ? {} : { line }), message, hint })
  // The library compares each key with each other one; a file of many keys would take minutes.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' })
  for (const { pos, message } of document.errors) complain(lines.linePos(pos[0]).line, `not valid YAML: ${message}`, 'Mend the line, or start over with an empty file.')
  if (problems.length > 0) return { problems }

  const lineAt = (node: unknown): number | undefined => {
    const range = (node as { range?: [number, number, number] | null } | undefined)?.range
    return range === undefined || range === null ? undefined : lines.linePos(range[0]).line
  }
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        const name = String(key)
        if (seen.has(name)) complain(lineAt(key), `not valid YAML: Map keys must be unique: "${name}" stands twice`, 'Remove one of the two.')
        seen.add(name)
      }
    },
  })
  if (problems.length > 0) return { problems }

  let values: unknown
  try {
    values = document.toJS() ?? {}
  } catch (cause) {
    // Aliases are followed only here: one may lead nowhere, or to too much.
    complain(undefined, `not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, 'Write the value out instead of using an alias (*name).')
    return { problems }
  }
  if (!isRecord(values)) {
    complain(1, 'a configuration is a mapping of keys to values', 'Write lines such as "default_backend: codex".')
    return { problems }
  }

  const indexes = new Map<unknown, Map<string, { readonly key: unknown; readonly value: unknown }>>()
  const pairOf = (node: unknown, key: string) => {
    if (!isMap(node)) return undefined
    let index = indexes.get(node)
    if (index === undefined) indexes.set(node, (index = new Map(node.items.map((item) => [String(item.key).toLowerCase(), item]))))
    return index.get(key.toLowerCase())
  }
  const lineOf = (keys: readonly string[]): number | undefined => {
    let node: unknown = document.contents
    let line: number | undefined
    for (const key of keys) {
      const pair = pairOf(node, key)
      if (pair === undefined) break
      line = lineAt(pair.key) ?? line
      node = pair.value
    }
    return line
  }
  return { problems, file: { path, text, values: lenient(values) as Record<string, unknown>, lineOf } }
}
