import type { ClinvkError } from '@clinvk/plugin-sdk'
import { Composer, type CST, type Document, isMap, isNode, isSeq, LineCounter, Parser, visit } from 'yaml'
import type { Path } from '../schema/violation.ts'

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A text taken apart. */
export interface DefinitionText {
  readonly value: unknown
  /** Where the value at a path stands, or its key, or else its nearest parent. `within`: a piece of the value to point at, if it is found there as it is. */
  position(path: Path, of: 'key' | 'value', within?: string): Position
}

/** Nobody writes more levels by hand, and the parser takes one of the machine's stack for each. */
const deepest = 64

/**
 * Reads JSON, YAML or, when every line is a JSON object of its own, JSONL as a list. `fail` makes the error from what is wrong and where.
 * Refused, beside what neither format allows: a comma behind the last entry, a key that is there twice, aliases that multiply, unknown tags.
 */
export function parseDefinition(text: string, jsonLines: boolean, fail: (problem: string, at: Position) => ClinvkError): DefinitionText {
  if (!jsonLines) return parseOne(text, 0, fail)
  const parts = text.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [parseOne(line, index, fail)]))
  return {
    value: parts.map(({ value }) => value),
    position: ([index, ...path], of, within) => parts[Number(index ?? 0)]?.position(path, of, within) ?? { line: 1, column: 1 },
  }
}

/** True for the lines of a log: more than one, each of them an object that ends where its line ends. */
export function looksLikeJsonLines(text: string): boolean {
  const lines = text.split('\n', 100).filter((line) => line.trim() !== '')
  if (lines.length < 2 || !lines.every((line) => line.trimStart().startsWith('{'))) return false
  try {
    JSON.parse(lines[0] as string)
    return true
  } catch {
    return false // a JSON text over several lines
  }
}

function parseOne(text: string, linesBefore: number, fail: (problem: string, at: Position) => ClinvkError): DefinitionText {
  const lines = new LineCounter()
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line) + linesBefore, column: Math.max(1, col) }
  }
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const flaw = structureFlaw(tokens)
  if (flaw !== undefined) throw fail(flaw.problem, positionAt(flaw.offset))
  const [document, second] = new Composer({ lineCounter: lines, prettyErrors: false, logLevel: 'error' }).compose(tokens, true, text.length)
  if (document === undefined) return { value: null, position: () => ({ line: 1, column: 1 }) }
  const wrong = document.errors[0] ?? document.warnings[0]
  if (wrong !== undefined) throw fail(plainly(wrong.code, wrong.message), positionAt(wrong.pos[0]))
  if (second !== undefined) throw fail('a second document begins here; one is allowed', positionAt(second.range[0]))
  return { value: valueOf(document, positionAt, fail), position: (path, of, within) => positionAt(offsetOf(document, path, of, (start, end) => (within === undefined ? start : offsetIn(text, start, end, within)))) }
}

function valueOf(document: Document, positionAt: (offset: number) => Position, fail: (problem: string, at: Position) => ClinvkError): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    // Aliases are followed only here: one may lead nowhere, or to too much.
    let offset = 0
    visit(document, {
      Alias: (_key, node) => {
        offset = node.range?.[0] ?? 0
        return visit.BREAK
      },
    })
    throw fail(cause instanceof Error ? cause.message : String(cause), positionAt(offset))
  }
}

function plainly(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is there twice'
  return message.split('\n')[0] as string
}

/** What the parser would let pass, or would not survive. */
function structureFlaw(tokens: readonly CST.Token[]): { readonly problem: string; readonly offset: number } | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (depth > deepest) return { problem: `nested deeper than ${deepest} levels`, offset: 'offset' in token ? token.offset : 0 }
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    const last = token.items.at(-1)
    const comma = token.type === 'flow-collection' && last !== undefined && last.key === undefined && last.value === undefined ? last.start.find(({ type }) => type === 'comma') : undefined
    if (comma !== undefined) return { problem: 'a comma behind the last entry', offset: comma.offset }
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 })
      if (value) open.push({ token: value, depth: depth + 1 })
    }
  }
  return undefined
}

/** Of a piece of a text between two offsets; where it is written in another way there, of the beginning. */
function offsetIn(text: string, start: number, end: number, piece: string): number {
  const found = text.slice(start, end).indexOf(piece)
  return found === -1 ? start : start + found
}

function offsetOf(document: Document, path: Path, of: 'key' | 'value', inNode: (start: number, end: number) => number): number {
  let node: unknown = document.contents
  let range = isNode(node) ? node.range : undefined
  for (const [index, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(part)) : undefined
    const child: unknown = isSeq(node) ? node.items[Number(part)] : pair?.value
    const shown: unknown = pair !== undefined && (of === 'key' || !isNode(child)) && index === path.length - 1 ? pair.key : child
    if (!isNode(shown)) break
    range = shown.range ?? range
    node = child
  }
  return inNode(range?.[0] ?? 0, range?.[1] ?? 0)
}
