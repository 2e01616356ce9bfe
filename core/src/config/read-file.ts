import { readFileSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import { lenient } from './lenient.ts'

/** A configuration file as read: its text for `rc`, its values, and where its keys stand. */
export interface ConfigFile {
  readonly path: string
  readonly text: string
  readonly values: Record<string, unknown>
  /** Line of a key path such as `['output', 'format']`, from 1, or of its nearest parent. */
  lineOf(path: readonly string[]): number | undefined
}

/**
 * Reads a YAML file. Undefined when it is not there and nobody asked for it by name.
 * Errors: `config_invalid` for a missing named file, an unreadable one, broken YAML, or a file that is no mapping.
 */
export async function readConfigFile(path: string, named: boolean): Promise<ConfigFile | undefined> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (!named && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined
    throw new ClinvkError('config_invalid', `cannot read the configuration file ${path} (${code})`, {
      hint: named ? 'Check the path given with --config or CLINVK_CONFIG.' : 'Make the file readable, or remove it.',
      cause,
    })
  }
  const { isMap, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken !== undefined) {
    throw new ClinvkError('config_invalid', `${path}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${broken.message}`, {
      hint: 'Mend the line, or start over with an empty file.',
    })
  }
  let values: unknown
  try {
    values = document.toJS() ?? {}
  } catch (cause) {
    // Aliases are followed only here: one may lead nowhere, or to too much.
    throw new ClinvkError('config_invalid', `${path}: not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: 'Write the value out instead of using an alias (*name).',
      cause,
    })
  }
  if (!isRecord(values)) {
    throw new ClinvkError('config_invalid', `${path}:1: a configuration is a mapping of keys to values`, { hint: 'Write lines such as "default_backend: codex".' })
  }
  const lineOf = (keys: readonly string[]): number | undefined => {
    let node: unknown = document.contents
    let line: number | undefined
    for (const key of keys) {
      if (!isMap(node)) break
      const pair = node.items.find((item) => String(item.key).toLowerCase() === key)
      const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range
      if (pair === undefined || range === undefined) break
      line = lines.linePos(range[0]).line
      node = pair.value
    }
    return line
  }
  return { path, text, values: lenient(values) as Record<string, unknown>, lineOf }
}
